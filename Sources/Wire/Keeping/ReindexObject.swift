package import Freshet

/// The result of reindexing as JSON, as `freshet reindex` prints it.
package struct ReindexObject: Encodable {
  package struct Documents: Encodable {
    let seen, changed, removed: Int
    let skipped: [String: Int]
    let failed: Int
    let failures: NamedTexts
    let held: [String: AdvisedText]
    let unread: [SkippedObject]
    let unreadCount: Int

    /// - Parameters:
    ///   - held: for each source whose removals are held back, why.
    ///   - unread: the skipped files that may contain text.
    package init(
      seen: Int, changed: Int, removed: Int, skipped: [SkipReason: Int], failures: [DocumentID: AdvisedText],
      held: [String: AdvisedText], unread: [SkippedDocument]
    ) {
      (self.seen, self.changed, self.removed) = (seen, changed, removed)
      self.skipped = SkipReason.named(skipped)
      failed = failures.count
      self.failures = NamedTexts(failures)
      self.held = held
      self.unread = SkippedObject.list(unread)
      unreadCount = unread.count
    }
  }

  package struct Chunks: Encodable {
    package var embedded = 0
    package var reused = 0
    package var retired = 0

    package init() {}
  }

  let documents: Documents
  let chunks: Chunks
  let mendedVectors: Int
  let tokens: Int
  let seconds: Double
  let token: SessionToken?

  package init(
    _ documents: Documents, _ chunks: Chunks, mendedVectors: Int, tokens: Int, duration: Duration,
    token: SessionToken?
  ) {
    self.documents = documents
    self.chunks = chunks
    self.mendedVectors = mendedVectors
    self.tokens = tokens
    seconds = duration.inSeconds
    self.token = token
  }
}
