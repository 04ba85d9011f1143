internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetStorage

/// Embeds passages again, and compares the results with their stored or received vectors.
///
/// A vector's checksum and length say nothing about its direction. With a wrong vector, searches don't find the
/// passage, and nothing else reveals the error. So before a store keeps vectors that another store sends, it embeds a
/// sample of their passages again.
struct VectorCheck: Sendable {
  let store: Store
  let embedder: DeferredEmbedder
  let turns: TurnTaking
  /// The seed for choosing the sample. The seed is random, so that the other store can't predict which vectors are
  /// checked.
  let seed: UInt64

  /// Embeds a sample of the received passages again, and compares the vectors.
  ///
  /// If the embedder of `space` isn't available, the vectors are accepted, but stay marked as unchecked.
  /// - Throws: `ExchangeLie` (a protocol violation of the other store) if a vector of the sample differs from the
  ///   embedder's. Then the caller must keep none of the vectors.
  func check(_ arrival: inout Arrival, in space: EmbeddingSpace?) async throws {
    guard let space, !arrival.vectors.isEmpty else { return }
    let (vectors, kept) = (arrival.vectors, arrival.texts)
    let sample = VectorSample.choose(from: vectors.keys, seed: seed)
    let texts = try store.read { reader in
      try sample.compactMap { address in
        let text = try kept[address] ?? reader.soundText(at: address)
        return text.map { AwaitedText(address: address, text: $0, attempts: 0) }
      }
    }
    guard let batch = try await embedded(texts, in: space.id) else { return }
    for text in texts {
      guard let mine = batch.vectors[text.address], let theirs = vectors[text.address] else { continue }
      let cosine = Self.cosine(mine, theirs)
      guard cosine >= CanaryCheck.tolerance else {
        throw ExchangeLie("a wrong vector of passage \(text.address) (cosine \(Float(cosine)) with the correct one)")
      }
      arrival.checked.insert(text.address)
    }
    arrival.unknown = arrival.unknown.subtracting(batch.vectors.keys).union(batch.unknown)
  }

  /// Embeds the passages with these addresses again, and compares the results with the stored vectors. Returns the
  /// passages with a wrong vector, each with the embedder's vector and the cosine of the two vectors, and the passages
  /// whose vector is correct. Nil if the embedder isn't available.
  func compare(
    _ addresses: [ContentAddress], in space: SpaceID
  ) async throws -> (wrong: EmbeddedBatch, cosines: [ContentAddress: Double], right: Set<ContentAddress>)? {
    var (wrong, cosines, right) = (EmbeddedBatch(), [ContentAddress: Double](), Set<ContentAddress>())
    for start in stride(from: 0, to: addresses.count, by: VectorSupply.passagesPerBatch) {
      try Task.checkCancellation()
      let batch = addresses[start..<min(addresses.count, start + VectorSupply.passagesPerBatch)]
      let kept = try store.read { reader in
        try batch.compactMap { address -> (AwaitedText, UnitVector)? in
          guard let text = try reader.soundText(at: address),
            let vector = try reader.sound(.text(address), { try reader.vector(at: address, in: space) }) ?? nil
          else { return nil }
          return (AwaitedText(address: address, text: text, attempts: 0), vector)
        }
      }
      guard let fresh = try await embedded(kept.map(\.0), in: space) else { return nil }
      for (text, vector) in kept {
        guard let mine = fresh.vectors[text.address] else { continue }
        let cosine = Self.cosine(mine, vector)
        if cosine >= CanaryCheck.tolerance {
          right.insert(text.address)
          continue
        }
        (wrong.vectors[text.address], cosines[text.address]) = (mine, cosine)
        if fresh.unknown.contains(text.address) { wrong.unknown.insert(text.address) }
      }
    }
    return (wrong, cosines, right)
  }

  /// Embeds these texts. Nil if this cache's embedder belongs to another space, can't be loaded, or fails.
  private func embedded(_ texts: [AwaitedText], in space: SpaceID) async throws -> EmbeddedBatch? {
    guard embedder.space.id == space else { return nil }
    if texts.isEmpty { return EmbeddedBatch() }
    do {
      return try await turns.take { [embedder] in try await embedder.loaded().embedIsolatingFailures(texts) }
    } catch is EmbeddingError {
      return nil
    } catch FreshetError.embedderFailed {
      return nil
    }
  }

  private static func cosine(_ one: UnitVector, _ other: UnitVector) -> Double {
    guard one.dimension == other.dimension else { return -1 }
    return zip(one.components, other.components).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
}
