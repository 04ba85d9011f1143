/// What an answer had to search, and what it could not.
///
/// `discovered == indexed + pending + failed + skipped.values.sum` always holds.
public struct Completeness: Hashable, Sendable {
  /// Every document that the sources were seen to have, and every entry that was passed over.
  public let discovered: Int
  /// Documents whose last observed revision is searched.
  public let indexed: Int
  /// Documents observed new or changed, and not indexed yet.
  public let pending: Int
  /// Documents whose indexing was tried and failed.
  public let failed: Int
  public let skipped: [SkipReason: Int]
  /// When the last whole scan of the sources ended; nil when none did.
  public let scannedAt: Timestamp?
  /// Estimated share of the true nearest neighbours that this search returned; 1 for an exact one.
  public let recall: Double
  /// Why a missing hit doesn't prove a missing text, in sentences; empty when it does.
  public let reasons: [String]

  /// Whether "nothing found" means that there is nothing: in what the last scan saw.
  public var absenceIsReliable: Bool { reasons.isEmpty }

  package init(
    discovered: Int, indexed: Int, pending: Int, failed: Int, skipped: [SkipReason: Int],
    scannedAt: Timestamp?, recall: Double, reasons: [String]
  ) {
    self.discovered = discovered
    self.indexed = indexed
    self.pending = pending
    self.failed = failed
    self.skipped = skipped
    self.scannedAt = scannedAt
    self.recall = recall
    self.reasons = reasons
  }
}
