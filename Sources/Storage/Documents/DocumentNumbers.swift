internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Documents by their numbers in one state of the store.
package struct DocumentNumbers: Hashable, Sendable {
  /// [number, ...]
  let json: String
}
