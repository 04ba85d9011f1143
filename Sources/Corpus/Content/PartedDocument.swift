/// A document split into passages, in the order of its bytes.
package struct PartedDocument: Hashable, Sendable {
  /// The document's title: the `title` in the front matter, otherwise the first heading of level 1; nil if the document
  /// has neither.
  package let title: String?
  /// The top-level scalar fields of the document's front matter.
  package let metadata: [String: String]
  package let passages: [Passage]
  /// How many bytes of the document are opaque payload, such as an image in Base64, and so in no passage.
  package let opaqueBytes: Int

  package init(title: String?, metadata: [String: String], passages: [Passage], opaqueBytes: Int = 0) {
    self.title = title
    self.metadata = metadata
    self.passages = passages
    self.opaqueBytes = opaqueBytes
  }
}
