package import FreshetCorpus
internal import Foundation
internal import GRDB

/// A version of a document that the store keeps, whether it is a standing (not replaced) version or a superseded one.
package struct KeptVersion: Hashable, Sendable {
  package let version: DocumentVersion
  /// Whether no other version supersedes this one.
  package let isCurrent: Bool
  package let supersededAt: Timestamp?
  /// The index served this version from the change `servedFrom` until before the change `servedUntil`. `servedFrom` is
  /// nil if the version was never served; `servedUntil` is nil if it still is.
  package let servedFrom, servedUntil: Int64?
}
