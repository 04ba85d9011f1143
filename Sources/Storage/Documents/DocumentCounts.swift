package import FreshetCorpus
internal import GRDB

/// The numbers of documents by state, for `Completeness`.
package struct DocumentCounts: Hashable, Sendable {
  package let discovered: Int
  package let indexed: Int
  package let pending: Int
  package let failed: Int
  package let skipped: [SkipReason: Int]
  /// The `undecodable` entries by the form of their text, if that is known.
  package let unread: [UnreadText: Int]
}
