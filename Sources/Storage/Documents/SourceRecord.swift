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
  /// The start of the last complete scan whose findings the store has all recorded; nil before the first such scan.
  package let seenUpTo: Timestamp?
  /// The identity of the source's folder, as found by the last complete scan that held no removal back (for a person to
  /// confirm); nil before the first such scan.
  package let known: RootIdentity?
  /// Why removals of documents wait until a person confirms them; nil if none do.
  package let held: String?
  /// The number of scans, by any process, that found another folder at the source's path than `known`.
  package let looksElsewhere: Int
}
