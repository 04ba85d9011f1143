/// How many passages to embed before the next commit, learned from how long earlier batches took.
///
/// A commit writes whole pages of the database, even if only a few of their rows are new. So a large batch writes less
/// for each passage, but loses more work if it is interrupted. The size doubles while a batch takes less than half a
/// second, and halves when one takes more than a second.
package struct BatchSize: Hashable, Sendable {
  package static let least = 128
  package static let most = 2_048
  /// The number of passages of the next batch.
  package private(set) var passages = least

  package init() {}

  /// Adjusts the size after a batch of `count` passages took `duration`. A batch of fewer than `passages` passages
  /// doesn't increase the size, because it says nothing about larger batches.
  package mutating func learn(_ count: Int, took duration: Duration) {
    if duration > .seconds(1) {
      passages = max(Self.least, passages / 2)
    } else if count >= passages, duration < .milliseconds(500) {
      passages = min(Self.most, 2 * passages)
    }
  }
}
