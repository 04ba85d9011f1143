import Foundation
import Testing

/// One frame that a store must not send, and the required outcome.
struct Lie: Sendable, CustomTestStringConvertible {
  enum Side: String {
    /// The answering store lies, in an answer.
    case answer
    /// The asking store lies, in a question.
    case question
  }

  enum Outcome: Equatable {
    /// `FreshetError.untrustworthyReplica`, with these words in its message.
    case refused(String)
    case otherProtocol
    /// The exchange continues without some documents.
    case leftOut(String)
  }

  let side: Side
  let name: String
  /// The message that is changed, the first of its kind.
  let message: String
  /// The frames to send instead, usually one; if there are more, they go one after the other, and the last answer
  /// counts.
  let change: @Sendable (inout PeerFrame) throws -> Void
  let outcome: Outcome
  /// Which message of this kind, counted from 0.
  var occurrence = 0

  var testDescription: String { "\(side.rawValue) \(message): \(name)" }

  static func answer(
    _ message: String, _ name: String, _ words: String = "", at occurrence: Int = 0,
    _ change: @escaping @Sendable (inout PeerFrame) throws -> Void
  ) -> Lie {
    Lie(side: .answer, name: name, message: message, change: change, outcome: .refused(words), occurrence: occurrence)
  }

  static func question(
    _ message: String, _ name: String, _ words: String = "", at occurrence: Int = 0,
    _ change: @escaping @Sendable (inout PeerFrame) throws -> Void
  ) -> Lie {
    Lie(side: .question, name: name, message: message, change: change, outcome: .refused(words), occurrence: occurrence)
  }

  func meets(_ outcome: Outcome) -> Lie {
    Lie(side: side, name: name, message: message, change: change, outcome: outcome, occurrence: occurrence)
  }
}

/// Lies that fit any message.
enum AnyLie {
  static let digest = String(repeating: "ab", count: 32)
  static let deep = String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)

  static func all(_ side: @escaping (String, @escaping @Sendable (inout PeerFrame) throws -> Void) -> Lie) -> [Lie] {
    [
      side("no bytes at all") { $0.raw = [] },
      side("three bytes") { $0.raw = [1, 0, 0] },
      side("a message longer than its frame") { $0.raw = [255, 255, 255, 127, 123, 125] },
      side("the frame ends in the message") { $0.raw = try Array($0.bytes().dropLast(5)) },
      side("bytes behind the message") { $0.raw = try $0.bytes() + [1, 2, 3] },
      side("contents of an unknown kind") {
        $0.items = [PeerFrame.Item(kind: 9, digest: [UInt8](repeating: 1, count: 32), bytes: [1])]
      },
      side("contents that nobody asked for") {
        $0.items = [PeerFrame.Item(kind: 1, digest: [UInt8](repeating: 1, count: 32), bytes: Array("text".utf8))]
      },
      side("no JSON") { $0.text = "nonsense" },
      side("an empty message") { $0.text = "" },
      side("not UTF-8") { $0.raw = PeerFrame.bytes(Data([0xff, 0xfe, 0x00])) },
      side("another message") { $0.text = #"{"nonsense":{}}"# },
      side("5,000 levels of JSON") { $0.text = AnyLie.deep },
      side("a million and more values") {
        $0.text = "{\"nodes\":{\"_0\":[" + Array(repeating: "[]", count: 1_100_000).joined(separator: ",") + "]}}"
      },
      side("9 MiB of one string") {
        $0.text = "{\"failed\":{\"_0\":\"" + String(repeating: "a", count: 9 << 20) + "\"}}"
      },
    ]
  }
}
