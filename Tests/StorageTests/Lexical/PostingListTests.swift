internal import FreshetSeededNumbers
import Foundation
@testable import FreshetStorage
import Testing

struct PostingListTests {
  @Test(arguments: UInt64(1)...20)
  func `a list gives back what was put in`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var (list, expected, row) = (PostingList(), [[Int64]](), Int64(0))
    for _ in 0..<Int.random(in: 0...300, using: &generator) {
      row += Int64.random(in: 1...([1, 200, 1 << 40].randomElement(using: &generator) ?? 1), using: &generator)
      let frequency = Int.random(in: 1...([1, 1, 3, 70_000].randomElement(using: &generator) ?? 1), using: &generator)
      list.append(row, frequency)
      expected.append([row, Int64(frequency)])
    }
    var (cursor, found) = (PostingCursor(list), [[Int64]]())
    while cursor.row < .max {
      found.append([cursor.row, Int64(cursor.frequency)])
      cursor.advance()
    }
    #expect(found == expected, "seed \(seed)")
    #expect(list.count == expected.count, "seed \(seed)")
  }

  @Test func `a blob of postings is read back, and any other blob is refused or harmless`() throws {
    let lists = LexicalPostings(
      ([[1, 2, 9], [], [4]] as [[Int64]]).map { rows in
        var list = PostingList()
        for row in rows { list.append(row, Int(row)) }
        return list
      })
    let blob = Data(lists.blob)
    let read = try #require(LexicalPostings(blob))
    #expect(read.blob == lists.blob)
    #expect((0...3).map { read.list($0).count } == [3, 0, 1, 0] && !read.isEmpty && LexicalPostings().isEmpty)
    for length in 0..<blob.count { _ = LexicalPostings(blob.prefix(length)) }
    #expect(LexicalPostings(blob.prefix(7)) == nil && LexicalPostings(blob.prefix(18)) == nil)
    #expect(LexicalPostings(Data(repeating: 0xFF, count: 64)) == nil)
  }

  @Test func `SQLite's integers of variable length are read, and a cut one is not`() {
    let numbers: [([UInt8], Int?)] = [
      ([0x05], 5), ([0x81, 0x00], 128), ([0xFF, 0x7F], 16_383), ([0x81, 0x80, 0x00], 16_384), ([], nil), ([0x81], nil),
      ([UInt8](repeating: 0xFF, count: 9), -1), ([0x05, 0x06], 5),
    ]
    for (bytes, number) in numbers { #expect(VariableInteger.first(in: Data(bytes)) == number, "\(bytes)") }
  }
}
