internal import FreshetCoherence
import Testing

/// The size of a garbage collection's steps, and the pauses between them.
struct StepPaceTests {
  /// The capacities of steps that hold the lock this long for each KiB.
  private func capacities(_ steps: Int, eachKiB: Duration, from pace: StepPace = StepPace()) -> [Int] {
    var pace = pace
    return (0..<steps).map { _ in
      let capacity = pace.capacity
      pace.learn([capacity - StepPace.bytesPerRow], held: eachKiB * (capacity >> 10))
      return capacity >> 10
    }
  }

  @Test func `steps grow twofold until they hold the lock for 15 ms`() {
    #expect(capacities(7, eachKiB: .microseconds(50)) == [32, 64, 128, 256, 300, 300, 300])
  }

  @Test func `a step that held the lock for too long makes the next one smaller, by half at most`() {
    #expect(capacities(3, eachKiB: .microseconds(500)) == [32, 30, 30])
    #expect(capacities(3, eachKiB: .seconds(1)) == [32, 16, 16])
  }

  @Test func `after one slow step the steps are as large as before`() {
    var pace = StepPace()
    for _ in 0..<6 { pace.learn([pace.capacity - StepPace.bytesPerRow], held: .milliseconds(5)) }
    let before = pace.capacity
    pace.learn([before - StepPace.bytesPerRow], held: .seconds(1))
    #expect(pace.capacity == before / 2)
    pace.learn([pace.capacity - StepPace.bytesPerRow], held: .milliseconds(5))
    #expect(pace.capacity == before)
  }

  @Test func `a step that was smaller than it might have been makes the next no larger`() {
    var pace = StepPace()
    pace.learn([0], held: .microseconds(1))
    #expect(pace == StepPace())
  }

  @Test func `a row larger than a step goes alone`() {
    let pace = StepPace()
    #expect(pace.count(of: []) == 0)
    #expect(pace.count(of: [1 << 40, 1]) == 1)
    #expect(pace.count(of: [.max, .max]) == 1)
    #expect(pace.count(of: repeatElement(0, count: 100)) == 32)
    #expect(pace.count(of: [-5, 0, 1 << 20]) == 2)
  }

  @Test func `the pause is as long as the lock was held, and long enough for one who waits for it`() {
    var pace = StepPace()
    #expect(pace.pause == .milliseconds(10))
    pace.learn([1], held: .milliseconds(40))
    #expect(pace.pause == .milliseconds(40))
    pace.learn([1], held: .zero)
    #expect(pace.pause == .milliseconds(10))
  }

  @Test func `no figure traps`() {
    var pace = StepPace()
    pace.learn([.max, .max, .min], held: .zero)
    pace.learn([.max], held: .seconds(Int64.max / 2))
    #expect(pace.capacity >= 1)
  }
}
