/// Why an entry of a source is not indexed.
public enum SkipReason: String, Hashable, Sendable, Codable, CaseIterable {
  /// An ignore file excludes it, or its name is hidden or secret-like and nobody named it; a directory counts once.
  case ignored
  /// The content is not text: an image, sound, an archive, a program or a key.
  case binary
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

/// The form of text that Freshet doesn't read.
public enum UnreadText: String, Hashable, Sendable, Codable, CaseIterable {
  /// Recognized by a byte order mark, or by the pattern of zero bytes.
  case utf16, utf32
  case pdf
  /// Microsoft's compound files: doc, xls, ppt, msg.
  case ole
  /// Office documents and e-books in a ZIP archive: docx, xlsx, pptx, odt, epub.
  case officeArchive
  /// Other formats that contain text: DjVu, Mobipocket, compiled help.
  case otherDocument
  /// UTF-8 text with NUL bytes, which no column of the store can hold.
  case withNUL
  /// Text in an encoding that isn't recognized, such as Latin-1.
  case otherEncoding

  /// A short title for lists: "PDF", "UTF-16".
  public var title: String {
    switch self {
    case .utf16: "UTF-16"
    case .utf32: "UTF-32"
    case .pdf: "PDF"
    case .ole: "OLE document"
    case .officeArchive: "office document"
    case .otherDocument: "document of another format"
    case .withNUL: "text with NUL bytes"
    case .otherEncoding: "not UTF-8"
    }
  }
}

/// An entry that was passed over, and the stamp around the read that told why; nil when it told without a read.
package struct PassedOverEntry: Hashable, Sendable {
  package let reason: SkipReason
  /// The form of an `undecodable` entry's text; nil if it isn't known, or if the name isn't UTF-8.
  package let text: UnreadText?
  package let stamped: StampedRevision?

  package init(reason: SkipReason, text: UnreadText? = nil, stamped: StampedRevision? = nil) {
    self.reason = reason
    self.text = text
    self.stamped = stamped
  }
}

/// An entry that was skipped, with its name.
public struct SkippedDocument: Hashable, Sendable {
  public let document: DocumentID
  public let reason: SkipReason
  /// The form of an `undecodable` entry's text; nil if it isn't known, or if the name isn't UTF-8.
  public let text: UnreadText?

  package init(document: DocumentID, reason: SkipReason, text: UnreadText? = nil) {
    self.document = document
    self.reason = reason
    self.text = text
  }
}
