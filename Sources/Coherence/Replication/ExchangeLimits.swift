/// The most that one side of an exchange does for the other: docs/FORMAT.md, section 10, *Limits*.
///
/// A number that the other side sends never decides how much memory or time this side spends.
package enum ExchangeLimits {
  package static let frameBytes = 16 << 20
  package static let messageBytes = 8 << 20
  /// Values in one message: each costs the decoder tens of bytes, however short its text is.
  package static let jsonValues = 1 << 20
  package static let jsonDepth = 16

  /// Introductions, answers that fit none, and questions for histories.
  package static let introductions = 8
  package static let historyQuestions = 64
  /// How often a store takes another name because of what the other side says.
  package static let renewals = 1

  package static let prefixesAQuestion = 1_024
  /// As many as trees over about four million documents have, if all of these differ.
  package static let nodes = 1 << 17
  package static let documentsAQuestion = 256
  package static let contentsAQuestion = 1_024
  /// Questions for contents that bring nothing.
  package static let fruitlessQuestions = 4_096

  /// The size from which on a side begins another frame.
  package static let fullMessage = 2 << 20
  package static let fullContents = 8 << 20
  /// A state that is longer as JSON is left out, by name.
  package static let stateBytes = 6 << 20
  package static let textBytes = 1 << 20
  /// A pushed text that is longer comes in parts of this length.
  package static let partBytes = 4 << 20
  /// A pushed text that is longer is left out.
  package static let pushedBytes = 64 << 20
}

/// What the other side of an exchange sent and may not send. The exchange ends; nothing of that frame is taken.
package struct ExchangeLie: Error, Hashable, Sendable, CustomStringConvertible {
  /// In words that follow "the other store sent what it should not".
  package let description: String

  package init(_ what: String) {
    description = what
  }
}
