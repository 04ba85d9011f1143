internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// A file in which something of an erased document still lies.
package struct FoundTrace: Hashable, Sendable {
  /// The path below the store's folder; for a file in a scratch folder, the whole path.
  package let file: String
  package let offset: Int64
}
