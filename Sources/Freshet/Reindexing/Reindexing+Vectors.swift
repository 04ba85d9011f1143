internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension Reindexing {
  /// Compares vectors with the embedder's, and replaces those that differ. It compares all vectors that other stores
  /// sent and that this store never embedded, and a sample of the others. If one of the sample differs, it compares all
  /// others.
  ///
  /// - Returns: how many vectors it replaced; 0 if the embedder isn't available.
  func mendVectors() async throws -> Int {
    let space = embedder.space.id
    guard try store.read({ try $0.activeSpace()?.id }) == space else { return 0 }
    let (unchecked, checked) = try store.read { try $0.embeddedAddresses(in: space) }
    if unchecked.isEmpty && checked.isEmpty { return 0 }
    // An embedder that no longer matches the space would spoil every vector.
    try await environment.canaryTest.refuseDrifted()
    let check = environment.vectorCheck
    let sample = VectorSample.choose(from: checked, seed: check.seed, size: VectorSample.storeSize)
    let mended = try await mend(unchecked, check)
    let sampled = try await mend(sample, check)
    if sampled == 0 { return mended }
    let rest = Set(checked).subtracting(sample).sorted()
    return try await mended + sampled + mend(rest, check)
  }

  private func mend(_ addresses: [ContentAddress], _ check: VectorCheck) async throws -> Int {
    let (space, size) = (embedder.space.id, VectorSupply.passagesPerBatch)
    var count = 0
    for start in stride(from: 0, to: addresses.count, by: size) {
      let batch = Array(addresses[start..<min(addresses.count, start + size)])
      guard let found = try await check.compare(batch, in: space) else { return count }
      let now = clock()
      try store.write { writer in
        try writer.confirm(vectorsAt: found.right, in: space)
        try writer.mend(found.wrong, in: space, at: now)
      }
      count += found.wrong.vectors.count
    }
    return count
  }
}
