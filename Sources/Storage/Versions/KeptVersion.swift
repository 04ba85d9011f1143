package import FreshetCorpus
internal import Foundation
internal import GRDB

/// A version as the store keeps it: what stands now, and what stood before.
package struct KeptVersion: Hashable, Sendable {
  package let version: DocumentVersion
  /// Nothing has superseded it.
  package let isCurrent: Bool
  package let supersededAt: Timestamp?
  /// The log sequence numbers between which it was served: from, and before. Nil where it never was, or still is.
  package let servedFrom, servedUntil: Int64?
}
