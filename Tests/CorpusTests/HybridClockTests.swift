import Corpus
import SeededNumbers
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

  @Test func `more writes than fit in a millisecond run into the next`() {
    var clock = HybridClock()
    var stamps: Set<HybridTime> = []
    for _ in 0..<70_000 { stamps.insert(clock.tick(at: Self.now(1_000))) }
    #expect(stamps.count == 70_000)
    #expect(stamps.max()?.timestamp == Self.now(1_001))
  }
}
