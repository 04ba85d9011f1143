internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension StoreWriter {
  /// Stores received texts and vectors under their hashes. The documents that contain them follow in later messages.
  func keep(_ arrival: Arrival, in space: EmbeddingSpace?, at now: Timestamp) throws {
    try keep(arrival.texts, at: now)
    for (revision, bytes) in arrival.blobs { try keep(blob: bytes, of: revision) }
    guard let space else { return }
    try activateIfNone(space)
    try keep(
      arrival.vectors, unknown: arrival.unknown, unchecked: Set(arrival.vectors.keys).subtracting(arrival.checked),
      in: space.id)
  }
}
