import Freshet

/// Values from which the shapes are made: the same in every run.
enum Sample {
  static let document = DocumentID(path: "ops/on-call.md")
  /// A name with letters that JSON has to escape, and some that it doesn't.
  static let pushed = DocumentID(source: DocumentID.pushed, path: "notes/\"café\" \\ 1/2")
  static let vector = VersionVector([ReplicaID("left"): 7, ReplicaID("right"): 2])
  static let token = SessionToken(store: "0f3a", sequence: 41, history: "00112233aabbccdd")
  static let laterToken = SessionToken(store: "0f3a", sequence: 56, history: "8899aabbccddeeff")
  static let space = EmbeddingSpace(
    model: "all-MiniLM-L6-v2", modelRevision: "1", dimension: 384, pooling: "mean", queryPrefix: "query: ")
  static let revision = Revision(Fingerprint(hashing: "the revision"))
  static let otherRevision = Revision(Fingerprint(hashing: "another revision"))
  static let address = ContentAddress(Fingerprint(hashing: "the passage"))

  /// A time after 2026-03-01T09:30:00Z.
  static func moment(_ milliseconds: Int64) -> Timestamp {
    Timestamp(seconds: 1_772_357_400, nanoseconds: milliseconds * 1_000_000)
  }

  static func stamp(_ milliseconds: Int64) -> HybridTime {
    HybridTime(ticks: (1_772_357_400_000 + milliseconds) << 16)
  }

  static func certificate(_ freshness: Freshness) -> Certificate {
    Certificate(
      document: document,
      placement: Placement(
        ordinal: 0, bytes: 12..<60, lines: LineRange(first: 3, last: 5), headingPath: ["On call", "Nights"],
        address: address),
      revision: revision, version: vector, freshness: freshness,
      verification: Verification(method: .contentHash, at: moment(0)), asOf: moment(1_500), space: space.id)
  }

  static let siblings = [
    Sibling(
      dot: Dot(replica: ReplicaID("left"), write: 7), stamp: stamp(250), revision: otherRevision, text: "Ring Bo."),
    removal,
  ]
  static let removal = Sibling(
    dot: Dot(replica: ReplicaID("right"), write: 2), stamp: stamp(900), revision: nil, text: nil)

  static let labels = DocumentLabels(title: "On call", fields: ["owner": "Ann"], tags: ["ops", "night"])
  static let hit = Hit(
    document: document, labels: labels, score: 0.8125, via: .standIn, text: "Ring Ann\tfirst.\n",
    headingPath: ["On call", "Nights"],
    certificate: certificate(.conflicted), siblings: siblings)
  static let plainHit = Hit(
    document: pushed, score: 1, via: .vector, text: "Ring Ann.", headingPath: [], certificate: certificate(.fresh),
    siblings: [])

  static let expandedHit = Hit(
    document: document, score: 0.5, via: .lexical, text: "Ring Ann.", headingPath: ["On call"],
    certificate: certificate(.fresh), siblings: [], expansion: expandedText,
    otherPlaces: [certificate(.stale(since: moment(200)))], placeCount: 2)
  static let expandedText = ExpandedText(
    text: "Ring Ann.\n\nThen ring Bo.", bytes: 12..<90, lines: LineRange(first: 3, last: 7), columns: ["Name", "Bell"],
    isJoined: false,
    freshness: .fresh, passages: [plainHit, hit])
  static let joinedText = ExpandedText(
    text: "Ring Ann.", bytes: 12..<60, lines: LineRange(first: 3, last: 5), isJoined: true,
    freshness: .stale(since: moment(200)), passages: [plainHit])
  static let answer = Answer(
    hits: [expandedHit], completeness: completeness, asOf: moment(1_500), token: token, embedder: space)

  static let completeness = Completeness(
    discovered: 9, indexed: 6, pending: 1, failed: 1, skipped: [.binary: 1, .undecodable: 2], unread: [.pdf: 2],
    awaitingVectors: 3, outsideVocabulary: 1, opaque: OpaqueCount(documents: 2, bytes: 9_000),
    watch: ["files": .polling(every: .seconds(5), why: "no inotify"), "notes": nil], watermark: moment(700),
    scannedAt: moment(10), recall: 0.95, reasons: ["1 document is not indexed yet"])
  static let bareCompleteness = Completeness(
    discovered: 0, indexed: 0, pending: 0, failed: 0, skipped: [:], unread: [:], awaitingVectors: 0,
    outsideVocabulary: 0, watch: [:], watermark: nil, scannedAt: nil, recall: 1, reasons: []
  ).searched(recall: 1, exactly: false)

  static let skipped = SkippedDocument(document: document, reason: .undecodable, text: .utf16)
  static let bareSkipped = SkippedDocument(document: pushed, reason: .tooLarge, text: nil)

  static let transitions = [
    DocumentTransition(state: .failed, at: moment(100), detail: "can't be read"),
    DocumentTransition(state: .installed, at: moment(300), detail: nil),
  ]
  static let violation = ConsistencyViolation(
    document: document, kind: "stale", since: moment(0), foundAt: moment(60_000), endedAt: moment(90_000),
    transitions: transitions)
  static let lastingViolation = ConsistencyViolation(
    document: document, kind: "stale", since: moment(0), foundAt: moment(60_000), endedAt: nil,
    transitions: [])
}
