internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing

@Suite struct TimestampTests {
  static let texts: [(seconds: Int64, milliseconds: Int64, text: String)] = [
    (0, 0, "1970-01-01T00:00:00.000Z"),
    (0, 500, "1970-01-01T00:00:00.500Z"),
    (951_782_399, 0, "2000-02-28T23:59:59.000Z"),
    (951_782_400, 250, "2000-02-29T00:00:00.250Z"),
    (1_700_000_000, 0, "2023-11-14T22:13:20.000Z"),
    (4_107_542_399, 0, "2100-02-28T23:59:59.000Z"),
    (-1, 0, "1969-12-31T23:59:59.000Z"),
  ]

  @Test func `a moment is printed in UTC, to the millisecond`() {
    for (seconds, milliseconds, text) in Self.texts {
      #expect(Timestamp(seconds: seconds, nanoseconds: milliseconds * 1_000_000).description == text)
    }
  }

  @Test func `every millisecond is printed as itself`() {
    var wrong: [String] = []
    for seed in UInt64(1)...500 {
      var generator = SplitMix64(seed: seed)
      let seconds = Int64.random(in: 0...4_107_542_399, using: &generator)
      let milliseconds = Int64.random(in: 0...999, using: &generator)
      let text = Timestamp(seconds: seconds, nanoseconds: milliseconds * 1_000_000).description
      let fraction = String(1000 + milliseconds).dropFirst()
      if !text.hasSuffix(".\(fraction)Z") { wrong.append("seed \(seed): \(seconds).\(fraction) as \(text)") }
    }
    #expect(wrong.prefix(3) == [], "\(wrong.count) of 500")
  }

  @Test func `seconds and nanoseconds add up`() {
    #expect(Timestamp(seconds: 1_700_000_000, nanoseconds: 999_999_999).nanoseconds == 1_700_000_000_999_999_999)
    #expect(Timestamp(seconds: -1, nanoseconds: 1).nanoseconds == -999_999_999)
  }

  @Test func `moments sort by time, and a duration is negative against it`() {
    let moments = [-5, 0, 1, 1_000_000_000].map { Timestamp(nanoseconds: $0) }
    #expect(Array(moments.reversed()).sorted() == moments)
    #expect(moments[3].duration(since: moments[2]) == .nanoseconds(999_999_999))
    #expect(moments[0].duration(since: moments[3]) == .nanoseconds(-1_000_000_005))
    #expect(moments[1].duration(since: moments[1]) == .zero)
  }
}
