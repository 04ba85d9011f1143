/// Why Freshet skips an entry, and the stamp (size, times, device and inode) that the file had when Freshet read it to
/// decide this; the stamp is nil if no read was necessary.
package struct SkipRecord: Hashable, Sendable {
  package let reason: SkipReason
  /// The form of the text of an `undecodable` entry; nil if it is unknown, or if the entry's name isn't UTF-8.
  package let text: UnreadText?
  package let stamped: StampedRevision?

  package init(reason: SkipReason, text: UnreadText?, stamped: StampedRevision?) {
    self.reason = reason
    self.text = text
    self.stamped = stamped
  }
}
