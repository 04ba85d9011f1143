/// How it was found out that a document holds a revision, and when.
public struct Verification: Hashable, Sendable {
  /// How Freshet compared the index with the source.
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

  /// How the comparison was made.
  public let method: Method
  /// When the comparison was made.
  public let at: Timestamp

  package init(method: Method, at: Timestamp) {
    self.method = method
    self.at = at
  }
}
