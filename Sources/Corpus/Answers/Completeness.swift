/// How much of the sources the search for an answer covered.
///
/// `discovered == indexed + pending + failed + skipped.values.sum` always holds.
public struct Completeness: Hashable, Sendable {
  /// All documents that Freshet has found in the sources, and all skipped entries.
  public let discovered: Int
  /// Documents whose last observed revision the search covers.
  public let indexed: Int
  /// Documents that are new or changed and not indexed yet, and documents with passages that await vectors.
  public let pending: Int
  /// Documents whose last indexing failed.
  public let failed: Int
  /// How many entries of the sources aren't documents, by reason.
  public let skipped: [SkipReason: Int]
  /// The `undecodable` entries by the form of their text. Entries that are missing here aren't classified yet, or their
  /// name isn't UTF-8.
  public let unread: [UnreadText: Int]
  /// Passages that a search finds only by their words so far, because they await their vectors.
  public let awaitingVectors: Int
  /// Passages whose text is mostly outside the embedder's vocabulary. Their vectors are alike; only their words
  /// distinguish them.
  public let outsideVocabulary: Int
  /// How well each source is watched; nil if no process watches it.
  public let watch: [String: WatchHealth?]
  /// The moment up to which every change of the sources is recorded; nil if a source was never scanned to its end.
  public let watermark: Timestamp?
  /// When the last complete scan of a source ended; of several sources, the earliest of these times. Nil if none ended.
  public let scannedAt: Timestamp?
  /// Estimated share of the true nearest neighbours that the vector searches for this answer found: the lowest estimate
  /// of all of them. 1 for exact searches, and for searches by words only.
  public private(set) var recall: Double
  /// Whether the vector searches compared every vector, or proved that the others are farther away.
  public private(set) var searchedExactly = true
  /// Why a missing hit doesn't prove that the text is missing, in sentences; empty if it does prove it.
  public private(set) var reasons: [AdvisedText]

  /// Whether "nothing found" proves that the sources held nothing at their last scan.
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
  /// A copy with more reasons to doubt that an absent hit means an absent text.
  package func doubted(_ more: [AdvisedText]) -> Completeness {
    var doubted = self
    doubted.reasons += more
    return doubted
  }

  /// A copy for searches with this recall; `exactly` is false if they left vectors out without proof.
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
