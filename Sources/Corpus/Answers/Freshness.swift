/// How a passage in an answer compares with its source.
public enum Freshness: Hashable, Sendable {
  /// The source contained exactly the served revision at the time of the certificate's verification.
  case fresh
  /// The source may have changed: Freshet noticed a possible change after the last verification.
  case suspect(since: Timestamp)
  /// The bytes in the source differ from those of the served revision.
  case stale(since: Timestamp)
  /// The document is proven to be gone from its source.
  case orphaned
  /// Concurrent versions of the document exist; none supersedes the other.
  case conflicted
  /// Freshet couldn't compare the passage with its source.
  case unverified(why: String)

  /// The case's name, as JSON and messages spell it.
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
