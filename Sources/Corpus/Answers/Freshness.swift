/// How a served passage compares with its source.
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

  /// The case's name, as JSON and messages have it.
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
