/// How it was found out that a document holds a revision, and when.
public struct Verification: Hashable, Sendable {
  public enum Method: String, Hashable, Sendable, Codable {
    /// The source's bytes were read and hashed.
    case contentHash
    /// `stat` showed the stamp that was recorded around a read, outside the racy window.
    case stat
    /// A watcher that names every change had named none since the last verification.
    case watch
    /// The document was pushed: the store holds the only copy.
    case pushed
    /// Another replica had verified it, and sent it.
    case replica
  }

  public let method: Method
  public let at: Timestamp

  package init(method: Method, at: Timestamp) {
    self.method = method
    self.at = at
  }
}

/// How a served passage stands to its source.
public enum Freshness: Hashable, Sendable {
  /// The source held exactly this revision at the time of the certificate's verification.
  case fresh
  /// The source may have changed: it was touched after the last verification.
  case suspect(since: Timestamp)
  /// The source holds other bytes.
  case stale(since: Timestamp)
  /// The source is proven gone.
  case orphaned
  /// Concurrent versions stand side by side.
  case conflicted
  /// Nothing can be said.
  case unverified(why: String)

  public var name: String {
    switch self {
    case .fresh: "fresh"
    case .suspect: "suspect"
    case .stale: "stale"
    case .orphaned: "orphaned"
    case .conflicted: "conflicted"
    case .unverified: "unverified"
    }
  }
}

/// The evidence for one hit. It can be falsified: whoever has the source can read `bytes` of it and compare.
public struct Certificate: Hashable, Sendable {
  public let document: DocumentID
  public let bytes: Range<Int>
  public let lines: LineRange
  public let address: ContentAddress
  public let revision: Revision
  public let version: VersionVector
  public let freshness: Freshness
  public let verification: Verification
  /// How old the verification was when the answer was made: what happened in that time is not covered.
  public let ageUpperBound: Duration
  public let space: SpaceID

  package init(
    document: DocumentID, placement: Placement, revision: Revision, version: VersionVector,
    freshness: Freshness, verification: Verification, asOf: Timestamp, space: SpaceID
  ) {
    self.document = document
    bytes = placement.bytes
    lines = placement.lines
    address = placement.address
    self.revision = revision
    self.version = version
    self.freshness = freshness
    self.verification = verification
    ageUpperBound = max(.zero, asOf.duration(since: verification.at))
    self.space = space
  }
}
