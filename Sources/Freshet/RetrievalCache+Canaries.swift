internal import Coherence
internal import Corpus
internal import Embedding
internal import Storage

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
    let space = embedder.space
    let kept = try store.read { try $0.canaries(of: space.id) }
    let vectors = kept.isEmpty ? try await embedded(Canaries.texts) : [:]
    let agreement = kept.isEmpty ? 1 : try await agreement(with: kept)
    let check = CanaryCheck(checkedAt: clock(), agreement: agreement)
    try store.write { writer in
      try writer.activateIfNone(space)
      try writer.keep(canaries: vectors, of: space.id)
      try writer.record(canaryAgreement: agreement, of: space.id, at: check.checkedAt)
    }
    return check
  }

  /// Before anything is embedded: vectors of a model that isn't the one of the others would be compared with them.
  ///
  /// An embedder that fails here fails the passages as well, and is told of then.
  /// - Throws: `FreshetError.embedderFailed` for one that has drifted.
  func refuseDrifted() async throws {
    let last = try store.read { try $0.canaryCheck(of: embedder.space.id) }
      .map { CanaryCheck(checkedAt: $0.checkedAt, agreement: $0.agreement) }
    let isDue = last.map { clock().duration(since: $0.checkedAt) >= Self.checkEvery } ?? true
    guard let check = isDue ? try await checked() : last, check.hasDrifted else { return }
    throw FreshetError.embedderFailed(
      why: "it gives other vectors than when the index was made (cosine \(check.agreement)): see `freshet doctor`")
  }

  private func checked() async throws -> CanaryCheck? {
    do {
      return try await check()
    } catch let error as CancellationError {
      throw error
    } catch let error as StorageError {
      throw error
    } catch {
      return nil
    }
  }

  /// The lowest cosine between what is kept and what the embedder gives now.
  func agreement(with kept: [String: [Float]]) async throws -> Double {
    let vectors = try await embedded(kept.keys.sorted())
    return kept.map { text, components in
      guard let vector = vectors[text], vector.dimension == components.count else { return -1 }
      return Double(zip(vector.components, components).reduce(0) { $0 + $1.0 * $1.1 })
    }.min() ?? 1
  }

  private func embedded(_ texts: [String]) async throws -> [String: UnitVector] {
    let vectors = try await embedder.loaded().embed(texts, for: .passage)
    return Dictionary(uniqueKeysWithValues: zip(texts, vectors))
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
