/// Why an entry of a source is not indexed.
public enum SkipReason: String, Hashable, Sendable, Codable, CaseIterable {
  /// An ignore file excludes the entry; or its name is hidden or looks like that of a secret, and no setting names it.
  /// A folder counts once.
  case ignored
  /// The content is not text: an image, sound, an archive, a program or a key.
  case binary
  /// The file is larger than the limit for documents.
  case tooLarge
  /// The operating system refused to read the entry.
  case unreadable
  /// The file holds text in a form that Freshet doesn't read (see `UnreadText`), or its name isn't UTF-8.
  case undecodable
  /// A symbolic link that leads out of the root, to nothing or in a circle; or a socket, a pipe or a device.
  case notAFile

  /// Whether answers may lack text because of the reason. An exclusion that a person chose doesn't count.
  public var hidesText: Bool {
    switch self {
    case .ignored, .binary, .notAFile: false
    case .tooLarge, .unreadable, .undecodable: true
    }
  }
}
