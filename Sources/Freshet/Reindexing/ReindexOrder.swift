/// What a reindexing covers, and what it may do.
struct ReindexOrder: Sendable {
  /// Paths below the source's folder; empty for all.
  let scope: [String]
  /// The source's name. Nil for `files`; without a scope, nil for all sources.
  let source: String?
  let readsEverything: Bool
  let acceptsDeletions: Bool

  var coversAll: Bool { scope.isEmpty && source == nil }
}
