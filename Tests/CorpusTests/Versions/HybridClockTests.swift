import FreshetCorpus
import FreshetSeededNumbers
import Testing

@Suite struct HybridClockTests {
  private static func now(_ milliseconds: Int64) -> Timestamp { Timestamp(nanoseconds: milliseconds * 1_000_000) }

  @Test func `stamps only grow, though the wall clock jumps back and stands still`() {
    var (clock, numbers) = (HybridClock(), SplitMix64(seed: 3))
    var last = clock.last
    for _ in 0..<10_000 {
      let stamp = clock.tick(at: Self.now(1_000_000 + Int64(numbers.next() % 1_000)))
      #expect(stamp > last)
      last = stamp
    }
  }

  @Test func `a stamp is within a millisecond of the wall clock that only goes forward`() {
    var clock = HybridClock()
    for millisecond in 5_000..<5_100 as Range<Int64> {
      for _ in 0..<100 {
        let stamp = clock.tick(at: Self.now(millisecond))
        #expect(stamp.timestamp == Self.now(millisecond))
      }
    }
  }

  @Test func `what is written after a stamp was received comes after it`() {
    var (ahead, behind) = (HybridClock(), HybridClock())
    let stamp = ahead.tick(at: Self.now(60_000))
    let isReceived = behind.receive(stamp, at: Self.now(1_000))
    #expect(isReceived)
    let next = behind.tick(at: Self.now(1_001))
    #expect(next > stamp)
  }

  @Test func `a stamp more than five minutes ahead is refused, and leaves the clock alone`() {
    var (ahead, clock) = (HybridClock(), HybridClock())
    let (limit, beyond) = (ahead.tick(at: Self.now(301_000)), ahead.tick(at: Self.now(301_001)))
    let areReceived = [limit, beyond].map { clock.receive($0, at: Self.now(1_000)) }
    #expect(areReceived == [true, false])
    #expect(clock.last == limit)
  }

  @Test(arguments: [Int64.min, -1, (1 << 62) + 1, .max, .max - 1, 1 << 62])
  func `a stamp that no clock can have made by now is refused, whatever its bits`(ticks: Int64) {
    for now in [Self.now(1_000), Timestamp(nanoseconds: 0), Timestamp(nanoseconds: .min)] {
      var clock = HybridClock()
      let isReceived = clock.receive(HybridTime(ticks: ticks), at: now)
      #expect(!isReceived)
      #expect(clock.last == HybridTime(ticks: 0))
    }
  }

  @Test(arguments: [Int64.max, .max - 1, 1 << 62, (1 << 62) - 1, 0, .min])
  func `a clock that stands anywhere goes on without a trap, and never beyond the greatest stamp`(ticks: Int64) {
    var clock = HybridClock(last: HybridTime(clamping: ticks))
    for _ in 0..<3 {
      let stamp = clock.tick(at: Self.now(1_000))
      #expect(stamp <= HybridTime.greatest)
      #expect(stamp.timestamp >= Self.now(1_000))
    }
  }

  @Test func `more writes than fit in a millisecond run into the next`() {
    var clock = HybridClock()
    var stamps: Set<HybridTime> = []
    for _ in 0..<70_000 { stamps.insert(clock.tick(at: Self.now(1_000))) }
    #expect(stamps.count == 70_000)
    #expect(stamps.max()?.timestamp == Self.now(1_001))
  }
}
