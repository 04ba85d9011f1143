internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A passage that answers a question.
struct FoundPassage: Sendable {
  let address: ContentAddress
  let score: Float
  let via: FoundBy
}
