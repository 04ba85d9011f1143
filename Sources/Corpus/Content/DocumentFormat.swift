/// How a document's bytes are to be read.
public enum DocumentFormat: String, Hashable, Sendable, Codable {
  /// How a document's text is split into passages.
  case markdown, plainText, sourceCode
}
