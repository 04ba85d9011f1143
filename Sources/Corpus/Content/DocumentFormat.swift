/// The format of a document's text, which decides how to split it into passages.
public enum DocumentFormat: String, Hashable, Sendable, Codable {
  /// The formats that Freshet distinguishes.
  case markdown, plainText, sourceCode
}
