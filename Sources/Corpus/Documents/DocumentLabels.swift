/// What a document is called and said to be, besides its text.
public struct DocumentLabels: Hashable, Sendable {
  /// The front matter's title, or the first heading of the first level; nil without both.
  public let title: String?
  /// The values of the document's fields by name, from its front matter and from programs. A program's value of a field
  /// hides the front matter's.
  public let fields: [String: String]
  /// The document's tags, from its field `tags` and from programs, without white space around them and `#` before them.
  public let tags: Set<String>

  /// No title, no fields and no tags.
  public static let none = DocumentLabels(title: nil, fields: [:], tags: [])

  package init(title: String?, fields: [String: String], tags: Set<String>) {
    self.title = title
    self.fields = fields
    self.tags = tags
  }
}
