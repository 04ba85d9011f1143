internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// What the client and the server of a sync each need from their cache.
struct ExchangeParty: Sendable {
  let store: Store
  let sources: SourceSet
  let resolutions: ResolutionSet
  let clock: WallClock
  let acceptsDeletions: Bool
  let vectorCheck: VectorCheck
}
