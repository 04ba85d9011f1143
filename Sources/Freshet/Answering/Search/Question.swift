internal import FreshetCorpus
internal import FreshetIndexing
internal import FreshetStorage

/// A question as it is searched for.
struct Question: Sendable {
  let text: String
  /// Nil for a search by words alone.
  let vector: UnitVector?
  let mode: SearchMode
}
