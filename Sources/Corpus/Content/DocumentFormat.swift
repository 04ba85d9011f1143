/// How a document's bytes are to be read.
public enum DocumentFormat: String, Hashable, Sendable, Codable {
  case markdown, plainText, sourceCode
}
