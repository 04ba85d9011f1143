package import FreshetCorpus

/// Chooses a random sample of the vectors that another store sent, which this store verifies by embedding their texts
/// again. The choice depends on a seed that only this store knows, so that the sender can't predict it.
package enum VectorSample {
  /// The default sample size. If one in four vectors of a batch is wrong, a sample of 16 contains a wrong one with
  /// probability 0.99.
  package static let size = 16
  /// The sample size for verifying the vectors of a whole store.
  package static let storeSize = 64
  /// Returns `size` of the addresses, or all if there are fewer, in an order determined by `seed`.

  package static func choose(
    from addresses: some Sequence<ContentAddress>, seed: UInt64, size: Int = size
  ) -> [ContentAddress] {
    let ranked = addresses.map { (rank: Fingerprint(hashing: "\(seed):\($0)"), address: $0) }
    return ranked.sorted { $0.rank < $1.rank }.prefix(size).map(\.address)
  }
}
