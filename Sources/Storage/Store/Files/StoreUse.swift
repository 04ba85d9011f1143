/// One use of a store by this process. When this object is deallocated, `OpenStores` counts one use less.
final class StoreUse: Sendable {
  private let identity: FileIdentity

  /// Represents one use of the store with this database file.
  ///
  /// - Precondition: `OpenStores.opening` has counted this use.
  init(_ identity: FileIdentity) {
    self.identity = identity
  }

  deinit {
    OpenStores.close(identity)
  }
}
