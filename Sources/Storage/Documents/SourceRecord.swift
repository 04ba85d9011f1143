package import FreshetCorpus
internal import Foundation
internal import GRDB

/// A directory that documents come from, as the store remembers it.
package struct SourceRecord: Hashable, Sendable {
  package let name: String
  /// Absolute, or relative to the store's folder.
  package let root: String
  package let scannedAt: Timestamp?
  package let ignoredCount: Int
  /// When the last whole scan began whose findings are all on record.
  package let seenUpTo: Timestamp?
  /// The folder found by the last whole scan that held nothing back; nil before one.
  package let known: RootIdentity?
  /// Why documents are held back from removal; nil if none are.
  package let held: String?
  /// How many scans, by any process, met another folder than the known one.
  package let looksElsewhere: Int
}
