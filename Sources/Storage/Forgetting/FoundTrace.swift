internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// A place in a file that still holds bytes of an erased document.
package struct FoundTrace: Hashable, Sendable {
  /// The path below the store's folder; for a file in a scratch folder, the whole path.
  package let file: String
  package let offset: Int64
}
