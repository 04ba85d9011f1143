internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A place of a passage that answers a question.
struct FoundPlace {
  let served: ServedPlacement
  let text: NormalizedText
  let score: Float
  let via: FoundBy
}
