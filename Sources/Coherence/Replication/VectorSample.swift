package import FreshetCorpus

/// Chooses which arriving vectors to embed again: a function of their addresses and a seed that only this side knows,
/// so that the sender can't predict which vectors will be checked.
package enum VectorSample {
  /// If one in four vectors of a batch is wrong, a sample of sixteen contains a wrong one in 99 of 100 cases.
  package static let size = 16
  /// The sample size for the vectors of a whole store.
  package static let storeSize = 64

  package static func choose(
    from addresses: some Sequence<ContentAddress>, seed: UInt64, size: Int = size
  ) -> [ContentAddress] {
    let ranked = addresses.map { (rank: Fingerprint(hashing: "\(seed):\($0)"), address: $0) }
    return ranked.sorted { $0.rank < $1.rank }.prefix(size).map(\.address)
  }
}
