internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// The row ids of a set of documents. Valid only for queries of the same committed state of the store.
package struct DocumentNumbers: Hashable, Sendable {
  /// The row ids as a JSON array of numbers.
  let json: String
}
