/// How long a document rests after a change before it is read, so that a burst of writes leads to one refresh.
///
/// A session window for each document (Akidau et al., "The Dataflow Model", PVLDB 8(12), 2015). The window closes when
/// nothing was observed for `gap`, and at the latest `maxDuration` after its first event, so that a file that is
/// written without end is still refreshed.
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
