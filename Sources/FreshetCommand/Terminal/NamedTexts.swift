internal import Foundation
internal import Freshet
internal import Synchronization

/// A JSON object with one member for each document: {name: text}. Commands in a text name the store.
///
/// A dictionary with `String` keys has only one member for two names that differ in their Unicode form alone.
struct NamedTexts: Encodable {
  private let members: [(name: String, text: String)]

  init(_ texts: [DocumentID: String]) {
    members = texts.sorted { $0.key < $1.key }.map { ($0.key.description, Advice.completed($0.value)) }
  }

  /// Encodes a mark that `JSONOutput` replaces by the object, because `JSONEncoder` also keeps members in such a
  /// dictionary.
  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    guard let objects = encoder.userInfo[WrittenObjects.key] as? WrittenObjects else {
      return try value.encode(Dictionary(members.map { ($0.name, $0.text) }) { first, _ in first })
    }
    let texts = try members.map { try JSONOutput.text($0.name) + ":" + JSONOutput.text($0.text) }
    try value.encode(objects.mark(for: "{" + texts.joined(separator: ",") + "}"))
  }
}

/// JSON objects that are represented by marks until their line is written.
final class WrittenObjects: Sendable {
  static let key = CodingUserInfoKey(rawValue: "WrittenObjects")!  // any text is a key

  private let objects = Mutex<[(mark: String, text: String)]>([])

  func mark(for object: String) -> String {
    let mark = UUID().uuidString
    objects.withLock { $0.append((mark, object)) }
    return mark
  }

  func placed(in line: String) -> String {
    objects.withLock { objects in
      objects.reduce(line) { $0.replacingOccurrences(of: "\"\($1.mark)\"", with: $1.text, options: .literal) }
    }
  }
}
