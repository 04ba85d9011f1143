/// The format of a document's text, which decides how to split it into passages.
public enum DocumentFormat: String, Hashable, Sendable, Codable {
  /// Markdown, plain text, or the source code of a program.
  case markdown, plainText, sourceCode
}
