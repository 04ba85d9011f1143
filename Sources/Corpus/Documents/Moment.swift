/// A position in the store's history. A commit whose decision is based on this position must not undo anything that was
/// committed after it.
///
/// Freshet takes a moment before it compares a source with the store. If a document's last change is newer than the
/// moment, the result of the comparison is outdated and is discarded. If a newer observation has marked the document,
/// the mark stays.
package struct Moment: Hashable, Sendable {
  package let sequence: Int64
  package let observation: Int64
  /// When Freshet took this moment. Marks that are newer than the moment count as made at this time or later. Nil if
  /// the caller recorded no time.
  package let takenAt: Timestamp?

  package init(sequence: Int64, observation: Int64, takenAt: Timestamp?) {
    self.sequence = sequence
    self.observation = observation
    self.takenAt = takenAt
  }
}
