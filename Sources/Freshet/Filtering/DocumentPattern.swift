public import FreshetCorpus
internal import FreshetWatching

/// A pattern in the syntax of .gitignore that matches the paths of documents: those that it names, and all below a
/// folder that it names. `SOURCE:PATTERN` matches documents of the source `SOURCE` whose paths match `PATTERN`.
///
/// In Swift code a string literal can stand for a pattern: `DocumentFilter.path("ops/**")`.
public struct DocumentPattern: Sendable {
  /// The pattern as it was written.
  public let text: String
  private let anywhere: PathPattern
  private let qualified: (source: String, pattern: PathPattern)?

  /// Parses a pattern. Nil if the pattern can't match any path, or if it is negated (`!`).
  public init?(_ text: String) {
    guard let anywhere = PathPattern(text) else { return nil }
    self.text = text
    self.anywhere = anywhere
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1).map { String(Substring($0)) }
    qualified = parts.count == 2 ? PathPattern(parts[1]).map { (parts[0], $0) } : nil
  }

  /// Whether the pattern matches the path of a document.
  public func matches(_ document: DocumentID) -> Bool {
    if anywhere.matches(document.path) { return true }
    guard let qualified, qualified.source == document.source else { return false }
    return qualified.pattern.matches(document.path)
  }
}

extension DocumentPattern: Hashable {
  public static func == (one: DocumentPattern, other: DocumentPattern) -> Bool { one.text.isExactly(other.text) }

  public func hash(into hasher: inout Hasher) { hasher.combine(ExactPath(text)) }
}

extension DocumentPattern: ExpressibleByStringLiteral {
  /// Makes a pattern from a literal. Parse a pattern that isn't known before the program runs with `init(_:)`, which
  /// returns nil for a wrong one.
  ///
  /// - Precondition: the pattern can match a path, and isn't negated.
  public init(stringLiteral text: String) {
    guard let pattern = DocumentPattern(text) else { preconditionFailure("the pattern \(text) matches no path") }
    self = pattern
  }
}
