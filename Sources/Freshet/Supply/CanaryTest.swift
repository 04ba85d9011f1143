internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetStorage

/// Embeds the canaries (fixed texts whose vectors are on record) and compares the vectors with the stored ones, to
/// detect a changed embedder.
struct CanaryTest: Sendable {
  static let checkEvery = Duration.seconds(3600)

  let store: Store
  let embedder: DeferredEmbedder
  let clock: WallClock

  /// Compares the embedder's vectors of the canaries with the stored ones, and records the result. The first call
  /// stores the vectors.
  func check() async throws -> CanaryCheck {
    let kept = try kept()
    return try settle(try await vectors(for: kept), kept)
  }

  /// Throws if the embedder's vectors have changed (drifted). Call this before embedding passages, because vectors of
  /// two different models can't be compared.
  ///
  /// A passed check is valid for an hour. A failed check is repeated at each call, so that restoring the former model
  /// has an effect at once. If the embedder can't embed the canaries at all, this doesn't throw: embedding the passages
  /// will fail, too, and report the error.
  /// - Throws: `FreshetError.embedderFailed` if the embedder's vectors have changed.
  func refuseDrifted() async throws {
    if let last = try store.read({ try $0.canaryCheck(of: embedder.space.id) }) {
      let check = CanaryCheck(checkedAt: last.checkedAt, agreement: last.agreement)
      if !check.hasDrifted, clock().duration(since: check.checkedAt) < Self.checkEvery { return }
    }
    let kept = try kept()
    guard let vectors = try? await vectors(for: kept) else { return try Task.checkCancellation() }
    try refuse(try settle(vectors, kept))
  }

  /// The lowest cosine between a canary's stored vector and its vector now; nil if none are stored.
  func agreement() async throws -> Double? {
    let kept = try kept()
    return kept.isEmpty ? nil : Self.agreement(of: try await vectors(for: kept), with: kept)
  }

  private func refuse(_ check: CanaryCheck) throws {
    guard check.hasDrifted else { return }
    throw FreshetError.embedderFailed(
      why:
        "it no longer returns the vectors that it returned when the index was made (cosine \(check.agreement)): see \(Remedy.examine(thoroughly: false))"
    )
  }

  private func kept() throws -> [String: [Float]] { try store.read { try $0.canaries(of: embedder.space.id) } }

  private func vectors(for kept: [String: [Float]]) async throws -> [String: UnitVector] {
    let texts = kept.isEmpty ? Canaries.texts : kept.keys.sorted()
    let vectors = try await embedder.loaded().embed(texts, for: .passage)
    return Dictionary(keepingFirst: zip(texts, vectors))
  }

  private func settle(_ vectors: [String: UnitVector], _ kept: [String: [Float]]) throws -> CanaryCheck {
    let (space, now) = (embedder.space, clock())
    let check = CanaryCheck(checkedAt: now, agreement: Self.agreement(of: vectors, with: kept))
    try store.write { writer in
      try writer.activateIfNone(space)
      if kept.isEmpty { try writer.keep(canaries: vectors, of: space.id) }
      try writer.record(canaryAgreement: check.agreement, of: space.id, at: now)
    }
    return check
  }

  private static func agreement(of vectors: [String: UnitVector], with kept: [String: [Float]]) -> Double {
    kept.map { text, components in
      guard let vector = vectors[text], vector.dimension == components.count else { return -1 }
      return Double(zip(vector.components, components).reduce(0) { $0 + $1.0 * $1.1 })
    }.min() ?? 1
  }
}
