/// A store that this process has open, as `OpenStores` counts it.
final class StoreUse: Sendable {
  private let identity: FileIdentity

  /// - Precondition: `OpenStores.opening` counts it.
  init(_ identity: FileIdentity) {
    self.identity = identity
  }

  deinit {
    OpenStores.close(identity)
  }
}
