/// What a reindexing is to cover, and what it may do.
struct ReindexOrder: Sendable {
  /// Paths below the source's folder; empty for all.
  let scope: [String]
  /// Nil for `files`, and for all sources when there is no scope.
  let source: String?
  let readsEverything: Bool
  let acceptsDeletions: Bool

  var coversAll: Bool { scope.isEmpty && source == nil }
}
