/// How and when Freshet proved that a document has a revision.
public struct Verification: Hashable, Sendable {
  /// How Freshet compared the index with the source.
  public enum Method: String, Hashable, Sendable, Codable {
    /// Freshet read and hashed the source's bytes.
    case contentHash
    /// `stat` showed the same stamp as at an earlier read, outside the racy window.
    case stat
    /// A watcher that reports every change has reported none since the last verification.
    case watch
    /// A program pushed the document: the store holds the only copy.
    case pushed
    /// Another replica verified the document and sent the result.
    case replica
  }

  /// How the comparison was made.
  public let method: Method
  /// When the comparison was made.
  public let at: Timestamp

  package init(method: Method, at: Timestamp) {
    self.method = method
    self.at = at
  }
}
