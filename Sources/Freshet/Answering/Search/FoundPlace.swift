internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A place of such a passage.
struct FoundPlace {
  let served: ServedPlacement
  let text: NormalizedText
  let score: Float
  let via: FoundBy
}
