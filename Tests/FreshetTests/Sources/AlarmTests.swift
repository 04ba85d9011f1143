import Testing

@testable import Freshet

struct AlarmTests {
  /// Hangs if the bell of the far alarm outlives its run.
  @Test func `a nearer alarm rings before a farther one, whose bell ends with the run`() async throws {
    var alarm = Alarm()
    alarm.set(after: .seconds(3600))
    alarm.set(after: .zero)
    let running = alarm
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await running.run() }
      var rings = running.rings.makeAsyncIterator()
      let first = await rings.next()
      let moment = try #require(first)
      #expect(moment <= .now)
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  @Test func `an alarm is set only if it rings before all that are set`() async throws {
    var alarm = Alarm()
    for _ in 0..<100 { alarm.set(after: .seconds(3600)) }
    #expect(alarm.count == 1)
    alarm.set(after: .seconds(60))
    #expect(alarm.count == 2)
  }
}
