/// Why an entry of a source is not indexed.
public enum SkipReason: String, Hashable, Sendable, Codable, CaseIterable {
  /// An ignore file excludes it; a directory counts once.
  case ignored
  /// A NUL byte within its first 8 KiB.
  case binary
  case tooLarge
  /// The operating system refused to read it.
  case unreadable
  /// Not UTF-8.
  case undecodable
  /// A symbolic link that leads out of the root, nowhere, or round in a circle; a socket, a pipe, a device.
  case notAFile

  /// Whether text may be missing from answers because of it: an exclusion that somebody chose doesn't count.
  public var hidesText: Bool {
    switch self {
    case .ignored, .binary, .notAFile: false
    case .tooLarge, .unreadable, .undecodable: true
    }
  }
}

/// An entry that was passed over, and the stamp around the read that told why; nil when it told without a read.
package struct PassedOverEntry: Hashable, Sendable {
  package let reason: SkipReason
  package let stamped: StampedRevision?

  package init(reason: SkipReason, stamped: StampedRevision? = nil) {
    self.reason = reason
    self.stamped = stamped
  }
}
