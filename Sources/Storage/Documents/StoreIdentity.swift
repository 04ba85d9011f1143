package import FreshetCorpus
internal import Foundation
internal import GRDB

/// What a store is, apart from what it holds.
package struct StoreIdentity: Hashable, Sendable {
  package let store: String
  package let replica: ReplicaID
  package let sqliteVersion: String
}
