package import Freshet

/// The changes that reindexing would make as JSON, as `freshet reindex` prints them in a dry run.
package struct ReindexPlanObject: Encodable {
  package struct Documents: Encodable {
    let seen: Int
    let changed: [String]
    /// How many of the changed documents have unchanged bytes, but other rules or sizes of passages.
    let resplit: Int
    let removed: [String]
    let held: [String: AdvisedText]
    let skipped: [String: Int]

    /// - Parameter held: for each source whose removals would be held back, why.
    package init(
      seen: Int, changed: [DocumentID], resplit: Int = 0, removed: [DocumentID], held: [String: AdvisedText],
      skipped: [SkipReason: Int]
    ) {
      self.seen = seen
      self.changed = changed.map(\.description)
      self.resplit = resplit
      self.removed = removed.map(\.description)
      self.held = held
      self.skipped = SkipReason.named(skipped)
    }
  }

  package struct Chunks: Encodable {
    package var embed = 0
    package var reuse = 0

    package init() {}
  }

  let dryRun = true
  let documents: Documents
  let chunks: Chunks
  let tokens: Int
  let seconds: Double?

  /// - Parameter estimate: how long embedding is likely to take; nil if this store has embedded nothing yet.
  package init(_ documents: Documents, _ chunks: Chunks, tokens: Int, estimate: Duration?) {
    self.documents = documents
    self.chunks = chunks
    self.tokens = tokens
    seconds = estimate?.inSeconds
  }
}
