internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A question, with its vector and the mode of the search.
struct Question: Sendable {
  let text: String
  /// The question's vector; nil for a search by words alone.
  let vector: UnitVector?
  let mode: SearchMode
}
