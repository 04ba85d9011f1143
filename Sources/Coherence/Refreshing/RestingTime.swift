/// How long a document rests (isn't read) after a change, so that a burst of writes leads to one refresh.
///
/// Each document has a session window (Akidau et al., "The Dataflow Model", PVLDB 8(12), 2015). The window closes when
/// no change was observed for `gap`, and at the latest `maxDuration` after its first change, so that a file that is
/// written all the time is still refreshed.
package struct RestingTime: Hashable, Sendable {
  package static let standard = RestingTime(gap: .milliseconds(300), maxDuration: .seconds(8))

  package let gap: Duration
  package let maxDuration: Duration

  package init(gap: Duration, maxDuration: Duration) {
    precondition(gap >= .zero && maxDuration >= gap, "a gap of \(gap) within \(maxDuration)")
    self.gap = gap
    self.maxDuration = maxDuration
  }
}
