/// An entry that was passed over, and the stamp around the read that told why; nil when it told without a read.
package struct SkipRecord: Hashable, Sendable {
  package let reason: SkipReason
  /// The form of an `undecodable` entry's text; nil if it isn't known, or if the name isn't UTF-8.
  package let text: UnreadText?
  package let stamped: StampedRevision?

  package init(reason: SkipReason, text: UnreadText?, stamped: StampedRevision?) {
    self.reason = reason
    self.text = text
    self.stamped = stamped
  }
}
