/// A document split into passages, in the order of its bytes.
package struct PartedDocument: Hashable, Sendable {
  /// The first heading of level 1, or the `title` in the front matter.
  package let title: String?
  /// The front matter's top-level scalar fields.
  package let metadata: [String: String]
  package let passages: [Passage]

  package init(title: String?, metadata: [String: String], passages: [Passage]) {
    self.title = title
    self.metadata = metadata
    self.passages = passages
  }
}
