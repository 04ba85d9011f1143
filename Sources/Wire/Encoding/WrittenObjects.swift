internal import Foundation
internal import Synchronization

/// JSON objects that were already serialized. During encoding, a placeholder represents each of them; `placed` replaces
/// the placeholders in the finished line.
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
