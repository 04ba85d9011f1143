import Foundation
internal import Freshet
internal import FreshetCommand
internal import FreshetSeededNumbers
import Testing

/// What the page's pictures are drawn from.
@Suite struct PageFiguresTests {
  @Test(arguments: 0..<20 as Range<UInt64>)
  func `a nearest rank is the least number that the share doesn't exceed`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let numbers = (0..<Int.random(in: 1...60, using: &random)).map { _ in Int.random(in: 0..<40, using: &random) }
    for percent in 1...100 {
      let least = numbers.sorted().first { bound in numbers.count { $0 <= bound } * 100 >= percent * numbers.count }
      #expect(numbers.sorted().nearestRank(percent) == least, "seed \(seed), \(percent) %")
    }
  }

  @Test func `percentiles of lags leave out changes whose beginning isn't known`() {
    let refreshes = (1...100).map { refresh(lag: .milliseconds($0)) } + [refresh(lag: nil)]
    let lags = LagPercentiles(refreshes)
    #expect(lags?.p50 == .milliseconds(50))
    #expect(lags?.p95 == .milliseconds(95))
    #expect(lags?.p99 == .milliseconds(99))
    #expect(lags?.count == 100)
    #expect(LagPercentiles([refresh(lag: nil)]) == nil)
  }

  @Test(arguments: [0, 1, 3, 4, 159, 160, 1_000])
  func `bins of time cover every change, and are forty at most`(count: Int) throws {
    var random = SplitMix64(seed: UInt64(count))
    let refreshes = (0..<count).map { _ in refresh(at: Int.random(in: 0..<1_000_000, using: &random)) }
    guard let bins = TimeBins(refreshes) else {
      #expect(count == 0)
      return
    }
    #expect(bins.count == min(40, max(1, count / 4)))
    let moments = refreshes.map(\.visibleAt).sorted()
    let indexes = moments.map(bins.index)
    #expect(indexes == indexes.sorted())
    #expect(indexes.allSatisfy((0..<bins.count).contains))
    #expect(bins.index(of: bins.first) == 0 && bins.index(of: bins.last) == bins.count - 1)
  }

  @Test func `ages are counted in days of UTC`() {
    let midnight = SampleReport.moment(days: 20_000)
    func bucket(_ nanoseconds: Int64, now: Timestamp = midnight) -> AgeBucket {
      AgeBucket(modifiedAt: Timestamp(nanoseconds: now.nanoseconds + nanoseconds), now: now)
    }
    let day: Int64 = 86_400_000_000_000
    #expect(bucket(0) == .today && bucket(-1) == .week && bucket(3 * day) == .today)
    #expect(bucket(-7 * day) == .week && bucket(-7 * day - 1) == .month)
    #expect(bucket(-30 * day) == .month && bucket(-31 * day) == .quarter)
    #expect(bucket(-90 * day) == .quarter && bucket(-91 * day) == .year)
    #expect(bucket(-365 * day) == .year && bucket(-366 * day) == .older)
    #expect(bucket(-1, now: SampleReport.moment(days: 0)) == .week)
    #expect(AgeBucket(modifiedAt: nil, now: midnight) == .unknown)
  }

  @Test func `passages that were not embedded were reused`() {
    let work = EmbeddingWork([refresh(passages: 10, embedded: 3), refresh(passages: 5, embedded: 5)])
    #expect(work.reused == 7)
    #expect(work.embedded == 8)
    #expect(work.passages == 15)
  }

  @Test(arguments: [
    (0.0, "0 ms"), (0.00012, "0.1 ms"), (0.84, "840 ms"), (1.2345, "1.23 s"), (12.34, "12.3 s"), (200, "3 min 20 s"),
    (60, "1 min"), (18_720, "5 h 12 min"), (273_600, "3 d 4 h"), (172_800_000, "2,000 d"),
  ])
  func `durations are as exact as a reader wants them`(seconds: Double, words: String) {
    #expect(Duration.seconds(seconds).inWords == words)
  }

  @Test func `text stands out from every ground that it may stand on, in both schemes`() {
    for (text, ground) in PageColour.textOnGround {
      #expect(contrast(text.light, ground.light) >= 4.5, "\(text) on \(ground)")
      #expect(contrast(text.dark, ground.dark) >= 4.5, "\(text) on \(ground), dark")
    }
    for shape in PageColour.shapes {
      #expect(contrast(shape.light, PageColour.card.light) >= 3, "\(shape)")
      #expect(contrast(shape.dark, PageColour.card.dark) >= 3, "\(shape), dark")
    }
  }

  private func refresh(
    at seconds: Int = 0, lag: Duration? = .zero, passages: Int = 1, embedded: Int = 0
  ) -> Refresh {
    let visible = SampleReport.moment(days: 20_000, seconds: seconds)
    let changed = lag.map { lag in
      let (whole, rest) = lag.components
      return Timestamp(nanoseconds: visible.nanoseconds - whole * 1_000_000_000 - rest / 1_000_000_000)
    }
    return Refresh(
      document: DocumentID(path: "a.md"), changedAt: changed, visibleAt: visible, passages: passages, embedded: embedded
    )
  }

  /// WCAG 2.2, "contrast ratio", with the power of 2.4 that is defined there.
  private func contrast(_ one: UInt32, _ other: UInt32) -> Double {
    let (lighter, darker) = (max(luminance(one), luminance(other)), min(luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
  }

  private func luminance(_ colour: UInt32) -> Double {
    let parts = [16, 8, 0].map { shift -> Double in
      let value = Double(colour >> UInt32(shift) & 0xFF) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
