internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// A place in a file that still holds bytes of an erased document.
package struct FoundTrace: Hashable, Sendable {
  /// The file's path relative to the store's folder. For a file in a scratch folder (a private folder for temporary
  /// files), the whole path.
  package let file: String
  package let offset: Int64
}
