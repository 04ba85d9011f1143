internal import Synchronization

/// The tally of a reindexing that stores texts and embeds passages side by side.
final class SharedTally: Sendable {
  private let tally = Mutex(ReindexTally())
  private let report: @Sendable (ReindexProgress) -> Void
  /// Serializes the reports, so that none overtakes another.
  private let reporting = Mutex(())

  init(report: @escaping @Sendable (ReindexProgress) -> Void) {
    self.report = report
  }

  /// The tally as it is now.
  var value: ReindexTally { tally.withLock { $0 } }

  func update(_ change: @Sendable (inout ReindexTally) -> Void) { tally.withLock { change(&$0) } }

  /// Updates the tally, and then reports the progress. Reports one state at a time, in the order of the updates.
  func progress(_ change: @Sendable (inout ReindexTally) -> Void) {
    reporting.withLock { _ in
      let progress = tally.withLock {
        change(&$0)
        return $0.progress
      }
      report(progress)
    }
  }
}
