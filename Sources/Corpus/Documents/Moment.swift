/// A point in the store's history. A decision that rests on this moment must not undo what was committed after it.
///
/// Freshet takes a moment before it looks at a source. If a document's last change is newer, the look is overtaken. If
/// a journal row's last observation is newer, the row stays.
package struct Moment: Hashable, Sendable {
  package let sequence: Int64
  package let observation: Int64
  /// The time at this moment: a later observation has a later time. Nil if the time wasn't taken.
  package let takenAt: Timestamp?

  package init(sequence: Int64, observation: Int64, takenAt: Timestamp?) {
    self.sequence = sequence
    self.observation = observation
    self.takenAt = takenAt
  }
}
