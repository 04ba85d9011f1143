package import Freshet

/// A text and its vector as JSON, as `freshet embed` prints it.
package struct EmbeddedTextObject: Encodable {
  let text: String
  let vector: [Float]
  let truncated: Bool?

  /// - Parameter isTruncated: whether the vector ignores the end of the text, because the text is too long.
  package init(_ text: String, _ vector: UnitVector, isTruncated: Bool) {
    self.text = text
    self.vector = vector.components
    truncated = isTruncated ? true : nil
  }
}
