internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// A set of documents by their row ids, for queries of one state of the store.
package struct DocumentNumbers: Hashable, Sendable {
  /// The row ids as JSON: [number, ...]
  let json: String
}
