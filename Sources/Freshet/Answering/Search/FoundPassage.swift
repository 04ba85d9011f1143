internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A passage that a search found, with its score and how it was found.
struct FoundPassage: Sendable {
  let address: ContentAddress
  let score: Float
  let via: FoundBy
}
