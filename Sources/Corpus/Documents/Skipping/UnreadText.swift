/// The form of a text that Freshet doesn't read.
public enum UnreadText: String, Hashable, Sendable, Codable, CaseIterable {
  /// UTF-16 or UTF-32, recognized by a byte order mark or by the pattern of zero bytes.
  case utf16, utf32
  /// PDF, recognized by its header.
  case pdf
  /// A compound file of Microsoft Office: doc, xls, ppt or msg.
  case ole
  /// An office document or e-book in a ZIP archive: docx, xlsx, pptx, odt or epub.
  case officeArchive
  /// Another format that contains text: DjVu, Mobipocket or compiled help.
  case otherDocument
  /// UTF-8 text with NUL bytes, which a text column of SQLite can't store.
  case withNUL
  /// Text in an encoding that Freshet doesn't recognize, such as Latin-1.
  case otherEncoding

  /// A short title for lists, for example "PDF" or "UTF-16".
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
