internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// A position in a file at which bytes of an erased document remain.
package struct FoundTrace: Hashable, Sendable {
  /// The file's path relative to the store's folder. For a file in a scratch folder (a private folder for temporary
  /// files), the whole path.
  package let file: String
  package let offset: Int64
}
