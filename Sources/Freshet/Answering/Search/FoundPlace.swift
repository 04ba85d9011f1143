internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A passage that a search found, at one of its placements in a document.
struct FoundPlace {
  let served: ServedPlacement
  let text: NormalizedText
  let score: Float
  let via: FoundBy
}
