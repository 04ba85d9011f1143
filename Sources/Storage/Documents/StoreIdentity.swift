package import FreshetCorpus
internal import Foundation
internal import GRDB

/// The names that identify a store, and the SQLite version that reads it.
package struct StoreIdentity: Hashable, Sendable {
  package let store: String
  package let replica: ReplicaID
  package let sqliteVersion: String
}
