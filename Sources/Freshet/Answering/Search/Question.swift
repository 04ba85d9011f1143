internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A question as the search takes it.
struct Question: Sendable {
  let text: String
  /// Nil for a search by words alone.
  let vector: UnitVector?
  let mode: SearchMode
}
