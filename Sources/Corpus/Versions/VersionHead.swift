/// A version without its passages.
package struct VersionHead: Hashable, Sendable {
  package let dot: Dot
  package let stamp: HybridTime
  /// Nil: the document was removed.
  package let revision: Revision?

  package init(dot: Dot, stamp: HybridTime, revision: Revision?) {
    self.dot = dot
    self.stamp = stamp
    self.revision = revision
  }

  /// Newest first; the same on every replica.
  package static func isNewer(_ one: VersionHead, _ other: VersionHead) -> Bool {
    one.stamp == other.stamp ? one.dot > other.dot : one.stamp > other.stamp
  }
}
