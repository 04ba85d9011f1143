/// The parameters of a reindexing: which documents it covers, and what it may do.
struct ReindexOrder: Sendable {
  /// The paths to reindex, relative to the source's folder. If empty, the whole folder.
  let scope: [String]
  /// The source's name. Nil means the source `files`, or, if `scope` is empty, all sources.
  let source: String?
  let readsEverything: Bool
  let acceptsDeletions: Bool
  /// Whether the configured sizes of passages replace others that the store has on record.
  let acceptsSizes: Bool

  var coversAll: Bool { scope.isEmpty && source == nil }
}
