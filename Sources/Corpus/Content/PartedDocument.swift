/// A document split into passages, in the order of its bytes.
package struct PartedDocument: Hashable, Sendable {
  /// The document's title: the `title` in the front matter, otherwise the first heading of level 1; nil if the document
  /// has neither.
  package let title: String?
  /// The top-level scalar fields of the document's front matter.
  package let metadata: [String: String]
  package let passages: [Passage]

  package init(title: String?, metadata: [String: String], passages: [Passage]) {
    self.title = title
    self.metadata = metadata
    self.passages = passages
  }
}
