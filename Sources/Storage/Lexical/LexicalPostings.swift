internal import Foundation

/// What the lexical index contains of a question's words: for each phrase the rows that contain it (`LexicalRow`).
///
/// As a blob, the result of the SQL function `freshet_postings`, it consists of 64-bit integers in the machine's byte
/// order: for each phrase the number of its rows, the number of bytes of its list, and these bytes.
struct LexicalPostings {
  private(set) var lists: [PostingList] = []

  /// Whether no row contains a phrase.
  var isEmpty: Bool { lists.allSatisfy { $0.count == 0 } }

  var blob: [UInt8] {
    var blob = [UInt8]()
    for list in lists {
      for number in [list.count, list.bytes.count] {
        withUnsafeBytes(of: Int64(number)) { blob.append(contentsOf: $0) }
      }
      blob += list.bytes
    }
    return blob
  }

  init(_ lists: [PostingList] = []) { self.lists = lists }

  /// Reads a blob. Nil if it isn't one.
  init?(_ blob: Data) {
    var rest = blob[...]
    while !rest.isEmpty {
      guard let count = Self.number(&rest), let size = Self.number(&rest), 0...rest.count ~= size else { return nil }
      lists.append(PostingList(count: count, bytes: [UInt8](rest.prefix(size))))
      rest = rest.dropFirst(size)
    }
  }

  /// The list of a phrase; empty if there is none.
  func list(_ phrase: Int) -> PostingList { lists.indices.contains(phrase) ? lists[phrase] : PostingList() }

  private static func number(_ rest: inout Data) -> Int? {
    guard rest.count >= MemoryLayout<Int64>.size else { return nil }
    defer { rest = rest.dropFirst(MemoryLayout<Int64>.size) }
    return rest.withUnsafeBytes { Int($0.loadUnaligned(as: Int64.self)) }
  }
}
