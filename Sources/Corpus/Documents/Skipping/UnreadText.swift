/// The form of text that Freshet doesn't read.
public enum UnreadText: String, Hashable, Sendable, Codable, CaseIterable {
  /// Recognized by a byte order mark, or by the pattern of zero bytes.
  case utf16, utf32
  /// Recognized by its header.
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
