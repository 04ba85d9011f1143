/// A point in the store's life: what is decided after it must not undo what was committed after it.
///
/// Taken before a look at a source. A document whose last change is newer was overtaken; a journal row whose last
/// observation is newer stays.
package struct Moment: Hashable, Sendable {
  package let sequence: Int64
  package let observation: Int64
  /// What is observed after the moment was observed later than this; nil when nobody looked at the clock.
  package let takenAt: Timestamp?

  package init(sequence: Int64, observation: Int64, takenAt: Timestamp?) {
    self.sequence = sequence
    self.observation = observation
    self.takenAt = takenAt
  }
}
