/// The limits of a sync exchange between two stores: docs/FORMAT.md, section 10, *Limits*.
///
/// They bound the memory and time that one side spends, whatever numbers the other side sends.
package enum ExchangeLimits {
  package static let frameBytes = 16 << 20
  package static let messageBytes = 8 << 20
  /// The maximum number of JSON values in one message. Each costs the decoder tens of bytes, even if its text is short.
  package static let jsonValues = 1 << 20
  package static let jsonDepth = 16

  /// The maximum number of greetings in one exchange.
  package static let introductions = 8
  /// The maximum number of requests for history hashes in one exchange.
  package static let historyQuestions = 64
  /// How many times a store may take a new replica name in one exchange.
  package static let renewals = 1

  package static let prefixesAQuestion = 1_024
  /// The maximum number of Merkle tree nodes requested in one exchange: enough to compare about four million documents
  /// that all differ.
  package static let nodes = 1 << 17
  package static let documentsAQuestion = 256
  package static let contentsAQuestion = 1_024
  /// The maximum number of requests for contents that get an empty answer.
  package static let fruitlessQuestions = 4_096

  /// A side begins a new frame once a message has reached this size, in bytes.
  package static let fullMessage = 2 << 20
  package static let fullContents = 8 << 20
  /// The maximum length of a document's state as JSON, in bytes. A side leaves out a document with a longer state, and
  /// reports it as refused.
  package static let stateBytes = 6 << 20
  package static let textBytes = 1 << 20
  /// The length in bytes of the parts in which a side sends a longer pushed text.
  package static let partBytes = 4 << 20
  /// The maximum length of a pushed text in bytes. A side leaves out a longer one.
  package static let pushedBytes = 64 << 20
}

/// A protocol violation: the other store sent something that the sync protocol forbids. The exchange ends, and this
/// side discards the whole frame.
package struct ExchangeLie: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the other side sent, as a noun phrase that completes "the other store violated the sync protocol: it sent …".
  package let description: String

  package init(_ what: String) {
    description = what
  }
}
