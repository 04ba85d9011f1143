/// How much one step of a garbage collection does, and how long the collection pauses before the next step. Learned
/// from how long the earlier steps held the writers' lock.
///
/// Other writers wait for the whole length of a step. The amount of work is counted in bytes of rows, because rows
/// differ in size by orders of magnitude. A step aims at 15 ms: it may then take three times as long as expected, for
/// example because the disk is busy, and still ends within 50 ms.
package struct StepPace: Hashable, Sendable {
  /// The time for which a step should hold the lock.
  package static let aim = Duration.milliseconds(15)
  /// A process that waits for the lock tries to take it every 5 ms, so it gets its turn in a pause of this length.
  package static let shortestPause = Duration.milliseconds(10)
  /// What a row costs besides its size, as a number of bytes that cost as much.
  package static let bytesPerRow = 1 << 10
  private static let capacities = 1 << 14...1 << 30

  /// The number of bytes of the next step.
  package private(set) var capacity = 1 << 15
  /// How long to pause before the next step: at least as long as the last step held the lock.
  package private(set) var pause = shortestPause

  package init() {}

  /// The number of leading rows, of rows with these sizes in bytes, for the next step; at least 1 if there is any.
  package func count(of sizes: some Sequence<Int>) -> Int {
    var (count, bytes) = (0, 0)
    for size in sizes {
      bytes = Self.sum(bytes, Self.cost(size))
      if count > 0, bytes > capacity { break }
      count += 1
    }
    return count
  }

  /// Adjusts the capacity after a step of rows with these sizes in bytes held the lock for the time `held`, by a factor
  /// of 2 at most. Single steps take long for reasons that smaller steps don't cure: SQLite merges a part of the lexical
  /// index, or the disk is busy. A step that was smaller than half the capacity doesn't increase it, because it says
  /// nothing about larger steps.
  package mutating func learn(_ sizes: some Sequence<Int>, held: Duration) {
    pause = max(Self.shortestPause, held)
    let bytes = sizes.reduce(0) { Self.sum($0, Self.cost($1)) }
    let factor = min(max(Self.aim / max(held, .microseconds(1)), 0.5), 2)
    if factor > 1, bytes < capacity / 2 { return }
    let next = Double(min(bytes, capacity)) * factor
    capacity = min(max(Int(next), Self.capacities.lowerBound), Self.capacities.upperBound)
  }

  private static func cost(_ size: Int) -> Int { sum(max(0, size), bytesPerRow) }

  private static func sum(_ one: Int, _ other: Int) -> Int {
    let (sum, isOver) = one.addingReportingOverflow(other)
    return isOver ? .max : sum
  }
}
