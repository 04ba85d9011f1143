package import FreshetCorpus
internal import GRDB

/// The numbers of documents by state. `Completeness` uses them to report what an answer didn't search.
package struct DocumentCounts: Hashable, Sendable {
  package let discovered: Int
  package let indexed: Int
  package let pending: Int
  package let failed: Int
  package let skipped: [SkipReason: Int]
  /// The number of files that were skipped as `undecodable`, by the form of the text in them (for example UTF-16 or
  /// PDF). Omits files whose form is unknown.
  package let unread: [UnreadText: Int]
}
