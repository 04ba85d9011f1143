internal import FreshetSeededNumbers
@testable import FreshetStorage
import Testing

struct LexicalLayoutTests {
  @Test(arguments: UInt64(1)...10)
  func `every passage is found from any place before it, and no other row is`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var (layout, row) = (LexicalLayout(), Int64(0))
    for _ in 0..<Int.random(in: 0...40, using: &generator) {
      row += Int64.random(in: 1...4, using: &generator)
      layout.append(row, length: 1, in: [(1, nil)])
    }
    for start in 0...layout.rows.count {
      for row in 0...row + 1 {
        let expected = layout.rows.firstIndex(of: row).flatMap { $0 >= start ? $0 : nil }
        if expected != nil || !layout.rows.contains(row) {
          #expect(layout.number(of: row, from: start) == expected, "seed \(seed), row \(row) from \(start)")
        }
      }
    }
  }

  @Test func `a document is as long as its placements together`() {
    var layout = LexicalLayout()
    layout.append(2, length: 5, in: [(70, 8), (30, nil), (70, 9)])
    layout.append(4, length: 1, in: [(30, 8)])
    layout.append(5, length: 9, in: [])
    #expect(layout.lengths == [5, 1, 9])
    #expect(layout.documentLengths == [10, 6])
    #expect((0..<3).map { layout.placements(of: $0).map(layout.document) } == [[0, 1, 0], [1], []])
    #expect(layout.passages == [0, 0, 0, 1] && layout.meanLength == 5)
    #expect([70, 30, 99].map { members($0, of: layout.documents) } == [[2, 0], [3, 1], nil])
    #expect([8, 9].map { members($0, of: layout.headings) } == [[3, 0], [2]])
    #expect(layout.isAmong([30, 99]) == [false, true])
    #expect(layout.meanDocumentLength == 8)
  }

  private func members(_ row: Int64, of groups: PlacementGroups) -> [Int]? {
    groups.number(of: row).map { group in
      var members: [Int] = []
      groups.each(of: group) { members.append($0) }
      return members
    }
  }
}
