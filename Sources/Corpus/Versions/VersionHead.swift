/// A version of a document without the description of its content.
package struct VersionHead: Hashable, Sendable {
  package let dot: Dot
  package let stamp: HybridTime
  /// The hash of the version's bytes; nil if the version removes the document.
  package let revision: Revision?

  package init(dot: Dot, stamp: HybridTime, revision: Revision?) {
    self.dot = dot
    self.stamp = stamp
    self.revision = revision
  }

  /// Whether `one` comes before `other` in the order from newest to oldest. Every replica gets the same order, because
  /// dots (names of writes) decide between equal stamps.
  package static func isNewer(_ one: VersionHead, _ other: VersionHead) -> Bool {
    one.stamp == other.stamp ? one.dot > other.dot : one.stamp > other.stamp
  }
}
