import FreshetCoherence
import FreshetCorpus
import Testing

struct ServiceLevelTests {
  private static let now = Timestamp(seconds: 10_000_000, nanoseconds: 0)

  /// `bad` of `total` events, `ago` seconds before now.
  private static func events(_ total: Int, bad: Int, ago: Int64) -> [ServiceEvent] {
    let at = Timestamp(seconds: 10_000_000 - ago, nanoseconds: 0)
    return (0..<total).map { ServiceEvent(at: at, isWithin: $0 >= bad) }
  }

  @Test func `a window has the events that are no older, and none from the future`() {
    let level = ServiceLevel(
      target: 0.9,
      events: Self.events(4, bad: 1, ago: 300) + Self.events(5, bad: 5, ago: 301) + Self.events(1, bad: 1, ago: -1),
      now: Self.now)
    #expect(level.share(over: .seconds(300)) == ServiceShare(within: 3, total: 4))
    #expect(level.share(over: .seconds(1_800)) == ServiceShare(within: 3, total: 9))
  }

  @Test func `a burn rate of one spends the budget exactly, and nothing burns none`() throws {
    let exact = try #require(ServiceShare(within: 999, total: 1_000).burnRate(target: 0.999))
    #expect(abs(exact - 1) < 1e-9)
    let tenfold = try #require(ServiceShare(within: 99, total: 100).burnRate(target: 0.999))
    #expect(abs(tenfold - 10) < 1e-9)
    #expect(ServiceShare(within: 0, total: 0).burnRate(target: 0.999) == nil)
  }

  @Test func `the budget of thirty days shrinks by what was late, below nothing`() throws {
    func left(_ bad: Int) throws -> Double {
      try #require(
        ServiceLevel(target: 0.99, events: Self.events(1_000, bad: bad, ago: 86_400), now: Self.now).budgetLeft)
    }
    #expect(try abs(left(0) - 1) < 1e-9)
    #expect(try abs(left(5) - 0.5) < 1e-9)
    #expect(try abs(left(20) + 1) < 1e-9)
    #expect(ServiceLevel(target: 0.99, events: [], now: Self.now).budgetLeft == nil)
    let old = Self.events(10, bad: 10, ago: 2_592_001)
    #expect(ServiceLevel(target: 0.99, events: old, now: Self.now).budgetLeft == nil)
  }

  @Test func `an alert needs the long window and the short one, so it ends with the trouble`() {
    func factors(_ events: [ServiceEvent]) -> [Double] {
      ServiceLevel(target: 0.99, events: events, now: Self.now).alerts.map(\.factor)
    }
    #expect(factors([]) == [])
    #expect(factors(Self.events(100, bad: 0, ago: 10)) == [])
    #expect(factors(Self.events(100, bad: 15, ago: 10)) == [14.4, 6, 1])
    #expect(factors(Self.events(100, bad: 14, ago: 10)) == [6, 1], "14 times too fast is less than 14.4")
    let over = Self.events(100, bad: 50, ago: 3_000) + Self.events(20, bad: 0, ago: 10)
    #expect(factors(over) == [1], "the last half hour was good; the last six hours were not")
    #expect(factors(Self.events(100, bad: 1, ago: 10)) == [1])
  }
}
