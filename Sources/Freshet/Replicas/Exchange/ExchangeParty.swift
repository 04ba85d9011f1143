internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// What both sides of an exchange need from their cache.
struct ExchangeParty: Sendable {
  let store: Store
  let sources: SourceSet
  let resolutions: ResolutionSet
  let clock: WallClock
  let acceptsDeletions: Bool
  let vectorCheck: VectorCheck
}
