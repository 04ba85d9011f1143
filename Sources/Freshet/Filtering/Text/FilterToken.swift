/// A word, a quoted text or a sign of a filter's text.
struct FilterToken: Hashable {
  enum Kind: Hashable {
    /// Characters without quotes: a keyword, a name or a value.
    case word(String)
    /// The text between two quotes: a name or a value, never a keyword.
    case quoted(String)
    /// `(`, `)`, `,`, or a comparison.
    case sign(String)
    case end
  }

  let kind: Kind
  /// Where the token begins: the number of Unicode scalars before it.
  let offset: Int

  /// The token as an error names it.
  var shown: String {
    switch kind {
    case .word(let text): Self.shortened(text)
    case .quoted(let text): "\"\(Self.shortened(text))\""
    case .sign(let sign): sign
    case .end: "the end of the filter"
    }
  }

  static func shortened(_ text: String) -> String {
    text.count > 40 ? "\(text.prefix(40))…" : text
  }
}
