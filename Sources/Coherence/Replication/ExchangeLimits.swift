/// The most that one side of an exchange does for the other: docs/FORMAT.md, section 10, *Limits*.
///
/// A number that the other side sends never decides how much memory or time this side spends.
package enum ExchangeLimits {
  package static let frameBytes = 16 << 20
  package static let messageBytes = 8 << 20
  /// Values in one message: each costs the decoder tens of bytes, even if its text is short.
  package static let jsonValues = 1 << 20
  package static let jsonDepth = 16

  /// Introductions in one exchange; below, questions for histories.
  package static let introductions = 8
  package static let historyQuestions = 64
  /// How often a store takes a new name because of what the other side says.
  package static let renewals = 1

  package static let prefixesAQuestion = 1_024
  /// Enough nodes to compare trees over about four million documents that all differ.
  package static let nodes = 1 << 17
  package static let documentsAQuestion = 256
  package static let contentsAQuestion = 1_024
  /// Questions for contents that got an empty answer.
  package static let fruitlessQuestions = 4_096

  /// A side begins another frame once a message has this size, in bytes.
  package static let fullMessage = 2 << 20
  package static let fullContents = 8 << 20
  /// A side leaves out a document whose state is longer than this as JSON, and names it.
  package static let stateBytes = 6 << 20
  package static let textBytes = 1 << 20
  /// A side sends a longer pushed text in parts of this length.
  package static let partBytes = 4 << 20
  /// A side leaves out a longer pushed text.
  package static let pushedBytes = 64 << 20
}

/// Something that the other side sent although it isn't allowed to. The exchange ends, and this side keeps nothing of
/// that frame.
package struct ExchangeLie: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the other side sent, in words that follow "the other store sent what it should not".
  package let description: String

  package init(_ what: String) {
    description = what
  }
}
