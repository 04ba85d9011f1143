internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// The position of bytes of an erased document that a file still contains.
package struct FoundTrace: Hashable, Sendable {
  /// The file's path relative to the store's folder. For a file in a scratch folder (a private folder for temporary
  /// files), the whole path.
  package let file: String
  package let offset: Int64
}
