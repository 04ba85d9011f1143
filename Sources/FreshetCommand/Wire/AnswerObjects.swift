internal import Freshet

/// An answer as JSON: docs/commands/query.md.
struct AnswerObject: Encodable {
  let id: String?
  let query: String?
  let hits: [HitObject]
  let completeness: CompletenessObject
  let asOf: String
  let token: SessionToken
  let embedder: String
  let mode: String

  init(_ answer: Answer, _ mode: SearchMode, id: String? = nil, query: String? = nil) {
    self.id = id
    self.query = query
    self.mode = mode.rawValue
    hits = answer.hits.map(HitObject.init)
    completeness = CompletenessObject(answer.completeness)
    asOf = answer.asOf.description
    token = answer.token
    embedder = answer.embedder.model
  }
}

struct HitObject: Encodable {
  let document: String
  let score: Float
  let via: String
  let start, end: Int
  let lines: [Int]
  let headings: [String]
  let address: ContentAddress
  let text: String
  let certificate: CertificateObject
  /// Only where the certificate says `conflicted`.
  let siblings: [SiblingObject]?

  init(_ hit: Hit) {
    document = hit.document.description
    score = hit.score
    via = hit.via.rawValue
    start = hit.certificate.bytes.lowerBound
    end = hit.certificate.bytes.upperBound
    lines = [hit.certificate.lines.first, hit.certificate.lines.last]
    headings = hit.headingPath
    address = hit.certificate.address
    text = hit.text
    certificate = CertificateObject(hit.certificate)
    siblings = hit.siblings.isEmpty ? nil : hit.siblings.map(SiblingObject.init)
  }
}

/// One of the versions that stand side by side; without a text it is a removal.
struct SiblingObject: Encodable {
  let write: Dot
  let at: String
  let revision: Revision?
  let text: String?

  init(_ sibling: Sibling) {
    write = sibling.dot
    at = sibling.stamp.timestamp.description
    revision = sibling.revision
    text = sibling.text
  }
}

struct CertificateObject: Encodable {
  let source, path: String
  let start, end: Int
  let lines: [Int]
  let address: ContentAddress
  let revision: Revision
  let version: VersionVector
  let state: String
  let since: String?
  let why: String?
  let method: String
  let verifiedAt: String
  let ageUpperBoundSeconds: Double
  let space: SpaceID

  init(_ certificate: Certificate) {
    source = certificate.document.source
    path = certificate.document.path
    start = certificate.bytes.lowerBound
    end = certificate.bytes.upperBound
    lines = [certificate.lines.first, certificate.lines.last]
    address = certificate.address
    revision = certificate.revision
    version = certificate.version
    state = certificate.freshness.name
    switch certificate.freshness {
    case .suspect(let moment), .stale(let moment): (since, why) = (moment.description, nil)
    case .unverified(let reason): (since, why) = (nil, reason)
    default: (since, why) = (nil, nil)
    }
    method = certificate.verification.method.rawValue
    verifiedAt = certificate.verification.at.description
    ageUpperBoundSeconds = certificate.ageUpperBound.inSeconds
    space = certificate.space
  }
}

struct CompletenessObject: Encodable {
  let discovered, indexed, pending, failed: Int
  let skipped, unread: [String: Int]
  let awaitingVectors, outsideVocabulary: Int
  let watch: [String: HealthObject?]
  let watermark: String?
  let scannedAt: String?
  let recall: Double
  let searchedExactly: Bool
  let absenceIsReliable: Bool
  let reasons: [String]

  init(_ completeness: Completeness) {
    discovered = completeness.discovered
    indexed = completeness.indexed
    pending = completeness.pending
    failed = completeness.failed
    skipped = completeness.skipped.named
    unread = completeness.unread.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
    awaitingVectors = completeness.awaitingVectors
    outsideVocabulary = completeness.outsideVocabulary
    watch = completeness.watch.mapValues { $0.map(HealthObject.init) }
    watermark = completeness.watermark?.description
    scannedAt = completeness.scannedAt?.description
    recall = completeness.recall
    searchedExactly = completeness.searchedExactly
    absenceIsReliable = completeness.absenceIsReliable
    reasons = completeness.reasons
  }
}

struct HealthObject: Encodable {
  let health: String
  let why: String?
  let everySeconds: Double?

  init(_ health: WatchHealth) {
    self.health = health.name
    switch health {
    case .watching: (why, everySeconds) = (nil, nil)
    case .polling(let every, let why): (self.why, everySeconds) = (why, every.inSeconds)
    case .catchingUp(let why), .blind(let why): (self.why, everySeconds) = (why, nil)
    }
  }
}

extension WatchHealth {
  /// For people, in a word and its reason.
  var sentence: String {
    switch self {
    case .watching: "watching"
    case .polling(let every, let why): "looking every \(DurationText(every)): \(why)"
    case .catchingUp(let why): "catching up: \(why)"
    case .blind(let why): "blind: \(why)"
    }
  }
}
