/// Why an entry of a source is not indexed.
public enum SkipReason: String, Hashable, Sendable, Codable, CaseIterable {
  /// An ignore file excludes the entry; or the entry's name is hidden or looks like that of a secret, and no setting
  /// includes it. An ignored folder counts as one entry.
  case ignored
  /// The content is not text: an image, sound, an archive, a program or a key.
  case binary
  /// The file is larger than the limit for documents.
  case tooLarge
  /// The operating system refused to read the entry.
  case unreadable
  /// The file contains text in a form that Freshet doesn't read (see `UnreadText`), or the file's name isn't UTF-8.
  case undecodable
  /// A symbolic link that leads out of the source's folder, to nothing or in a circle; or a socket, a pipe or a device.
  case notAFile

  /// Whether answers may lack text because Freshet skips entries for this reason. False for exclusions that a person
  /// chose, and for entries without text.
  public var hidesText: Bool {
    switch self {
    case .ignored, .binary, .notAFile: false
    case .tooLarge, .unreadable, .undecodable: true
    }
  }
}
