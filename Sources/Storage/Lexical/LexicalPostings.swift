internal import Foundation

/// What the lexical index contains of a question's words: for each phrase the passages that contain it, and the numbers
/// that determine how much a phrase weighs.
///
/// As a blob, the result of the SQL function `freshet_postings`, it consists of 64-bit integers in the machine's byte
/// order: `passages`, `words`, and for each phrase the number of its passages, the number of bytes of its list, and these
/// bytes.
struct LexicalPostings {
  /// The number of passages in the index.
  var passages = 0
  /// The number of words of all passages.
  var words = 0
  var lists: [PostingList] = []

  var blob: [UInt8] {
    var blob = [UInt8]()
    for number in [passages, words] { withUnsafeBytes(of: Int64(number)) { blob.append(contentsOf: $0) } }
    for list in lists {
      for number in [list.count, list.bytes.count] {
        withUnsafeBytes(of: Int64(number)) { blob.append(contentsOf: $0) }
      }
      blob += list.bytes
    }
    return blob
  }

  init() {}

  /// Reads a blob. Nil if it isn't one.
  init?(_ blob: Data) {
    var rest = blob[...]
    guard let passages = Self.number(&rest), let words = Self.number(&rest) else { return nil }
    (self.passages, self.words) = (passages, words)
    while !rest.isEmpty {
      guard let count = Self.number(&rest), let size = Self.number(&rest), 0...rest.count ~= size else { return nil }
      lists.append(PostingList(count: count, bytes: [UInt8](rest.prefix(size))))
      rest = rest.dropFirst(size)
    }
  }

  private static func number(_ rest: inout Data) -> Int? {
    guard rest.count >= MemoryLayout<Int64>.size else { return nil }
    defer { rest = rest.dropFirst(MemoryLayout<Int64>.size) }
    return rest.withUnsafeBytes { Int($0.loadUnaligned(as: Int64.self)) }
  }
}
