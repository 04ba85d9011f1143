/// One use of a store by this process. When this object is deallocated, `OpenStores` counts one use less.
final class StoreUse: Sendable {
  private let identity: FileIdentity

  /// - Precondition: `OpenStores.opening` has counted this use.
  init(_ identity: FileIdentity) {
    self.identity = identity
  }

  deinit {
    OpenStores.close(identity)
  }
}
