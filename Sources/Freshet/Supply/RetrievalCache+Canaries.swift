internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetStorage

/// Texts whose vectors are kept when a space is new, so that the embedder can be told from another one under its name.
///
/// A served model can change without its name changing: another revision, quantisation, pooling or truncation. Every one of
/// these moves some text's vector by far more than another processor or library does. The texts are short, differ in script,
/// length and subject, and never change: what is kept is compared with what is kept.
package enum Canaries {
  package static let texts = [
    "tide tables",
    "The pump is stopped before the valve is closed.",
    "How long are leases kept after their holder died?",
    "func area(width: Int, height: Int) -> Int { width * height }",
    "3.14159 2.71828 1.41421",
    "Der Pegel steigt seit gestern Abend.",
    "水位在上升。",
    "NOT ready; retry in 30 s, then give up and say so to whoever is on call tonight, by telephone rather than by mail.",
  ]
}

/// Embeds the canaries, and compares them with what is kept.
struct CanaryTest: Sendable {
  static let checkEvery = Duration.seconds(3600)

  let store: Store
  let embedder: DeferredEmbedder
  let clock: WallClock

  /// The first time they are kept. What comes out is on record.
  func check() async throws -> CanaryCheck {
    let kept = try kept()
    return try settle(try await vectors(for: kept), kept)
  }

  /// Before anything is embedded: vectors of a model that isn't the one of the others would be compared with them.
  ///
  /// A good check counts for an hour; one that found a drift is made again, so that a model that was brought back is taken at
  /// once. An embedder that fails here fails the passages as well, and is told of then.
  /// - Throws: `FreshetError.embedderFailed` for one that has drifted.
  func refuseDrifted() async throws {
    if let last = try store.read({ try $0.canaryCheck(of: embedder.space.id) }) {
      let check = CanaryCheck(checkedAt: last.checkedAt, agreement: last.agreement)
      if !check.hasDrifted, clock().duration(since: check.checkedAt) < Self.checkEvery { return }
    }
    let kept = try kept()
    guard let vectors = try? await vectors(for: kept) else { return try Task.checkCancellation() }
    try refuse(try settle(vectors, kept))
  }

  /// The lowest cosine between what is kept and what the embedder gives now; nil when nothing is kept.
  func agreement() async throws -> Double? {
    let kept = try kept()
    return kept.isEmpty ? nil : Self.agreement(of: try await vectors(for: kept), with: kept)
  }

  private func refuse(_ check: CanaryCheck) throws {
    guard check.hasDrifted else { return }
    throw FreshetError.embedderFailed(
      why:
        "it gives other vectors than when the index was made (cosine \(check.agreement)): see \(Remedy.examine(thoroughly: false))"
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

/// How the embedder's vectors of the canaries compare with those that were kept.
public struct CanaryReport: Hashable, Sendable {
  /// The lowest cosine of all; 1 when they were kept just now.
  public let agreement: Double
  /// The embedder isn't the one that the index was made with: no vector of it is committed until it is again.
  public let hasDrifted: Bool
}

extension RetrievalCache {
  var canaryTest: CanaryTest { CanaryTest(store: store, embedder: embedder, clock: clock) }

  /// Embeds the canaries, and compares them with what the embedder gave when the space was new; the first time they are kept.
  ///
  /// It is done by itself before passages are embedded, when `watch` begins, and once an hour.
  /// - Throws: what the embedder throws; `StorageError`.
  @discardableResult
  public func checkCanaries() async throws -> CanaryReport {
    let test = canaryTest
    let check = try await embedding.take { try await test.check() }
    return CanaryReport(agreement: check.agreement, hasDrifted: check.hasDrifted)
  }
}
