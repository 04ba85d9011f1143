package import FreshetCorpus
internal import Foundation
internal import GRDB

/// A source's folder and its last scans, as recorded in the store.
package struct SourceRecord: Hashable, Sendable {
  package let name: String
  /// The folder's path, absolute or relative to the store's folder.
  package let root: String
  package let scannedAt: Timestamp?
  package let ignoredCount: Int
  /// The time when the last complete scan began of which the store has recorded all findings; nil before the first such
  /// scan.
  package let seenUpTo: Timestamp?
  /// The identity of the source's folder, as found by the last complete scan after which no removal of documents waited
  /// for a person's confirmation; nil before the first such scan.
  package let known: RootIdentity?
  /// Why removals of documents wait until a person confirms them; nil if no removal waits.
  package let held: String?
  /// The number of scans, by all processes, that found a folder other than `known` at the source's path.
  package let looksElsewhere: Int
}
