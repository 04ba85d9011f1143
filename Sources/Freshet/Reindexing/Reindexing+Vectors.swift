internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension Reindexing {
  /// Embeds passages again, and replaces stored vectors that differ from the result. It checks all vectors that other
  /// stores sent and that were never checked here, and a sample of the others. If a vector of the sample differs, it
  /// checks all.
  ///
  /// - Returns: the number of replaced vectors; 0 if the embedder isn't available.
  func mendVectors() async throws -> Int {
    let space = embedder.space.id
    guard try store.read({ try $0.activeSpace()?.id }) == space else { return 0 }
    let (unchecked, checked) = try store.read { try $0.embeddedAddresses(in: space) }
    if unchecked.isEmpty && checked.isEmpty { return 0 }
    // If the embedder itself has changed, replacing vectors would make all of them wrong.
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
