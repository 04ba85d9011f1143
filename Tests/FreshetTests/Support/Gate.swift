import FreshetCorpus
import Freshet

/// Stops an embedder until it is let go.
final class Gate: Sendable {
  private let arrivals = AsyncStream.makeStream(of: Void.self)
  private let releases = AsyncStream.makeStream(of: Void.self)

  func pass() async {
    arrivals.continuation.finish()
    for await _ in releases.stream {}
  }

  func reached() async { for await _ in arrivals.stream {} }
  func open() { releases.continuation.finish() }
}

/// The hashing embedder, stopped by a gate.
struct GatedEmbedder: Embedder {
  private let base = HashedNGramEmbedder()
  private let gate: Gate
  private let isStopped: @Sendable (String) -> Bool

  /// - Parameter isStopped: whether a batch with this text waits for the gate; by default, every batch does.
  init(_ gate: Gate, at isStopped: @escaping @Sendable (String) -> Bool = { _ in true }) {
    self.gate = gate
    self.isStopped = isStopped
  }

  var space: EmbeddingSpace { base.space }
  var tokenLimit: Int? { base.tokenLimit }
  func tokenCount(of text: String) -> Int { base.tokenCount(of: text) }

  func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [UnitVector] {
    if Set(texts).isSubset(of: Canaries.texts) { return try await base.embed(texts, for: purpose) }
    if texts.contains(where: isStopped) { await gate.pass() }
    return try await base.embed(texts, for: purpose)
  }
}
