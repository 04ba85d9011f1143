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
  /// When the last complete scan began whose findings are all recorded.
  package let seenUpTo: Timestamp?
  /// The folder found by the last complete scan that held no removal back; nil before the first such scan.
  package let known: RootIdentity?
  /// Why removals of documents are held back; nil if none are.
  package let held: String?
  /// How many scans, by any process, found another folder than the known one.
  package let looksElsewhere: Int
}
