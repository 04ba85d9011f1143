package import Corpus

/// How many documents lost their content within the last ten minutes: a broken copy empties them one after another, and a
/// watch sees a few at a time.
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

  /// What lies ahead was seen before the clock went back.
  private static func isRecent(_ moment: Timestamp, at now: Timestamp) -> Bool {
    moment <= now && now.duration(since: moment) < memory
  }
}
