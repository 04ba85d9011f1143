package import Corpus

/// Which of the vectors that came are embedded again: a function of their addresses and a seed that only this side knows, so that
/// whoever sent them can't tell which will be looked at.
package enum VectorSample {
  /// Of a batch of which one in four is wrong, a sample of sixteen has one of those in 99 of 100 cases.
  package static let size = 16
  /// Of the vectors of a whole store.
  package static let storeSize = 64

  package static func choose(
    from addresses: some Sequence<ContentAddress>, seed: UInt64, size: Int = size
  ) -> [ContentAddress] {
    let ranked = addresses.map { (rank: Fingerprint(hashing: "\(seed):\($0)"), address: $0) }
    return ranked.sorted { $0.rank < $1.rank }.prefix(size).map(\.address)
  }
}
