/// How and when Freshet verified that a document's source contains the served revision.
public struct Verification: Hashable, Sendable {
  /// How Freshet compared the index with the source.
  public enum Method: String, Hashable, Sendable, Codable {
    /// Freshet read and hashed the source's bytes.
    case contentHash
    /// `stat` returned the same stamp (size, times, device and inode) as at an earlier read, and that read began more
    /// than 2 s after the file's last change.
    case stat
    /// A watcher that reports every change has reported none since the last verification.
    case watch
    /// A program pushed the document, so the store itself is the source.
    case pushed
    /// Another replica verified the document and sent the result.
    case replica
  }

  /// How Freshet compared the index with the source.
  public let method: Method
  /// When Freshet made the comparison.
  public let at: Timestamp

  package init(method: Method, at: Timestamp) {
    self.method = method
    self.at = at
  }
}
