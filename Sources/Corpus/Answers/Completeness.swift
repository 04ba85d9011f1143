/// What an answer had to search, and what it could not.
///
/// `discovered == indexed + pending + failed + skipped.values.sum` always holds.
public struct Completeness: Hashable, Sendable {
  /// Every document that the sources were seen to have, and every skipped entry.
  public let discovered: Int
  /// Documents whose last observed revision is searched.
  public let indexed: Int
  /// Documents observed new or changed, and not indexed yet, or with passages that wait for their vectors.
  public let pending: Int
  /// Documents whose indexing was tried and failed.
  public let failed: Int
  /// How many entries of the sources aren't documents, by reason.
  public let skipped: [SkipReason: Int]
  /// The `undecodable` entries by the form of their text. Entries that are missing here aren't classified yet, or their
  /// name isn't UTF-8.
  public let unread: [UnreadText: Int]
  /// Passages that are served and found by their words, and wait for their vectors.
  public let awaitingVectors: Int
  /// Passages whose text is mostly outside the embedder's vocabulary: only their words tell them apart.
  public let outsideVocabulary: Int
  /// How well each source is watched; nil when nobody does.
  public let watch: [String: WatchHealth?]
  /// Up to when every change of the sources is on record; nil when a source was never seen whole.
  public let watermark: Timestamp?
  /// When the last whole scan of the sources ended; nil when none did.
  public let scannedAt: Timestamp?
  /// Estimated share of the true nearest neighbours that the searches by vector for this answer returned, of the worst
  /// of them; 1 for exact ones, and for searches by words alone.
  public private(set) var recall: Double
  /// Whether those searches considered every vector, or proved it to be farther.
  public private(set) var searchedExactly = true
  /// Why a missing hit doesn't prove a missing text, in sentences; empty when it does.
  public private(set) var reasons: [AdvisedText]

  /// Whether "nothing found" means that there is nothing: in what the last scan saw.
  public var absenceIsReliable: Bool { reasons.isEmpty }

  package init(
    discovered: Int, indexed: Int, pending: Int, failed: Int, skipped: [SkipReason: Int],
    unread: [UnreadText: Int], awaitingVectors: Int, outsideVocabulary: Int,
    watch: [String: WatchHealth?],
    watermark: Timestamp?, scannedAt: Timestamp?, recall: Double, reasons: [AdvisedText]
  ) {
    self.discovered = discovered
    self.indexed = indexed
    self.pending = pending
    self.failed = failed
    self.skipped = skipped
    self.unread = unread
    self.awaitingVectors = awaitingVectors
    self.outsideVocabulary = outsideVocabulary
    self.watch = watch
    self.watermark = watermark
    self.scannedAt = scannedAt
    self.recall = recall
    self.reasons = reasons
  }
}

extension Completeness {
  /// The same with more reasons to doubt an absence.
  package func doubted(_ more: [AdvisedText]) -> Completeness {
    var doubted = self
    doubted.reasons += more
    return doubted
  }

  /// The same for searches that reached at most this.
  package func searched(recall: Double, exactly: Bool) -> Completeness {
    var searched = self
    (searched.recall, searched.searchedExactly) = (recall, exactly)
    if recall < 1 {
      let share = (recall * 1000).rounded(.down) / 1000
      searched.reasons.append("the search is estimated to find \(share) of the nearest passages")
    }
    return searched
  }
}
