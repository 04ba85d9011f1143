package import FreshetCorpus
internal import Foundation
internal import GRDB

/// A version that the store keeps, whether it stands or is history.
package struct KeptVersion: Hashable, Sendable {
  package let version: DocumentVersion
  /// Whether no other version supersedes this one.
  package let isCurrent: Bool
  package let supersededAt: Timestamp?
  /// The numbers of the changes from which on, and before which, the index served the version. `servedFrom` is nil if
  /// it was never served, `servedUntil` if it still is.
  package let servedFrom, servedUntil: Int64?
}
