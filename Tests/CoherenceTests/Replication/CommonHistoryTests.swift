import FreshetCoherence
import Testing

/// Two change logs that diverge somewhere: few rounds find their last common change.
struct CommonHistoryTests {
  @Test(arguments: [0, 1, 2, 63, 64, 65, 127, 1_000, 4_097, 1_000_000] as [Int64])
  func `the last common change is found in few rounds, wherever the histories diverge`(length: Int64) {
    let places = Set([0, 1, 2, length / 64, length / 2, length - 65, length - 64, length - 1, length]).filter {
      (0...length).contains($0)
    }
    for common in places {
      var search = CommonHistory(upTo: length)
      var rounds = 0
      while let changes = search.next {
        rounds += 1
        #expect(changes.count <= CommonHistory.probes)
        #expect(changes == changes.sorted() && changes.allSatisfy { (1...length).contains($0) })
        search.take(changes.map { $0 <= common })
      }
      #expect(search.last == common, "\(length)")
      #expect(rounds <= 5, "\(length), \(common)")
    }
  }

  @Test func `contradictory answers also end the search`() {
    var search = CommonHistory(upTo: 100_000)
    var rounds = 0
    while let changes = search.next, rounds < 100 {
      rounds += 1
      search.take(changes.indices.map { $0 % 2 == 0 })
    }
    #expect(rounds < 20)
    var short = CommonHistory(upTo: 100)
    short.take([])
    #expect(short.last == 0)
    #expect(CommonHistory(upTo: .min).next == nil)
  }
}
