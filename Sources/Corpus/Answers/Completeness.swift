/// How much of the sources the search for an answer covered.
///
/// `discovered == indexed + pending + failed + skipped.values.sum` always holds.
public struct Completeness: Hashable, Sendable {
  /// The number of documents and skipped entries that Freshet has found in the sources.
  public let discovered: Int
  /// The number of documents whose newest known revision the search covers.
  public let indexed: Int
  /// The number of documents that are new or changed but not indexed yet, or whose passages await vectors.
  public let pending: Int
  /// The number of documents whose last indexing failed.
  public let failed: Int
  /// For each reason, the number of entries of the sources that aren't documents.
  public let skipped: [SkipReason: Int]
  /// The number of skipped `undecodable` entries by the form of their text. Omits entries that aren't classified yet
  /// and entries whose name isn't UTF-8.
  public let unread: [UnreadText: Int]
  /// The number of passages that a search finds only by their words so far, because their vectors aren't computed yet.
  public let awaitingVectors: Int
  /// The number of passages whose text is mostly outside the embedder's vocabulary. Their vectors are alike, so only a
  /// search by words distinguishes them.
  public let outsideVocabulary: Int
  /// The opaque payload in the documents, such as images in Base64. It is in no passage, so no search finds it.
  public let opaque: OpaqueCount
  /// For each source, how well a process watches it; nil if no process does.
  public let watch: [String: WatchHealth?]
  /// The moment up to which every change of the sources is recorded; nil if a source was never scanned to its end.
  public let watermark: Timestamp?
  /// The time at which the last complete scan of a source ended: the earliest of these times if several sources were
  /// scanned, nil if no source was ever scanned completely.
  public let scannedAt: Timestamp?
  /// The estimated share, 0 ... 1, of the true nearest passages that the vector searches for this answer found: the
  /// lowest estimate of all these searches. 1 for exact searches, and for searches by words only.
  public private(set) var recall: Double
  /// Whether the vector searches compared every vector with the question's, or proved that the vectors that they
  /// skipped are farther away than the returned ones.
  public private(set) var searchedExactly = true
  /// The reasons why a missing hit doesn't prove that the sources lack the text, as sentences; empty if a missing hit
  /// proves this.
  public private(set) var reasons: [AdvisedText]

  /// Whether an answer without hits proves that the sources contained no match at their last scan.
  public var absenceIsReliable: Bool { reasons.isEmpty }

  package init(
    discovered: Int, indexed: Int, pending: Int, failed: Int, skipped: [SkipReason: Int],
    unread: [UnreadText: Int], awaitingVectors: Int, outsideVocabulary: Int,
    opaque: OpaqueCount = .none, watch: [String: WatchHealth?],
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
    self.opaque = opaque
    self.watch = watch
    self.watermark = watermark
    self.scannedAt = scannedAt
    self.recall = recall
    self.reasons = reasons
  }
}

extension Completeness {
  /// A copy with the additional reasons `more` why a missing hit doesn't prove that the sources lack the text.
  package func doubted(_ more: [AdvisedText]) -> Completeness {
    var doubted = self
    doubted.reasons += more
    return doubted
  }

  /// A copy that reports vector searches with this `recall`, the estimated share of the nearest passages found. Pass
  /// false for `exactly` if the searches skipped vectors without proof that they are farther away than the returned
  /// ones.
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
