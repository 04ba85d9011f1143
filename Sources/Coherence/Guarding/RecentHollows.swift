package import FreshetCorpus

/// Counts the documents that lost their content within the last ten minutes. A failing copy job empties files one after
/// another, so a single batch of a watch contains too few emptied files to raise suspicion, but the sum over several
/// batches is enough.
package struct RecentHollows: Sendable {
  private static let memory = Duration.seconds(600)

  private var seen: [(count: Int, at: Timestamp)] = []

  package init() {}

  package mutating func add(_ count: Int, at moment: Timestamp) {
    if count > 0 { seen.append((count, moment)) }
    seen = seen.filter { Self.isRecent($0.at, at: moment) }
  }

  package func count(at now: Timestamp) -> Int {
    seen.reduce(0) { Self.isRecent($1.at, at: now) ? $0 + $1.count : $0 }
  }

  /// Whether `moment` is less than ten minutes before `now`. A moment after `now` isn't recent, because it was recorded
  /// before the clock was set back.
  private static func isRecent(_ moment: Timestamp, at now: Timestamp) -> Bool {
    moment <= now && now.duration(since: moment) < memory
  }
}
