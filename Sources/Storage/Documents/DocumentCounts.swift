package import FreshetCorpus
internal import GRDB

/// The numbers of documents by state, from which `Completeness` says what an answer didn't search.
package struct DocumentCounts: Hashable, Sendable {
  package let discovered: Int
  package let indexed: Int
  package let pending: Int
  package let failed: Int
  package let skipped: [SkipReason: Int]
  /// The number of skipped `undecodable` files by the form of their unread text. Omits files of unknown form.
  package let unread: [UnreadText: Int]
}
