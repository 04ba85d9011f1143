/// Why an entry of a source is not indexed.
public enum SkipReason: String, Hashable, Sendable, Codable, CaseIterable {
  /// An ignore file excludes it, or its name is hidden or secret-like and nobody named it; a directory counts once.
  case ignored
  /// The content is not text: an image, sound, an archive, a program or a key.
  case binary
  /// The file is larger than the limit for documents.
  case tooLarge
  /// The operating system refused to read it.
  case unreadable
  /// The file holds text in a form that Freshet doesn't read (see `UnreadText`), or its name isn't UTF-8.
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
