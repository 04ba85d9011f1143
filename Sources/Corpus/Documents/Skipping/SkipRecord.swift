/// Why Freshet skips an entry, and the stamp of the read that showed it; the stamp is nil if no read was necessary.
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
