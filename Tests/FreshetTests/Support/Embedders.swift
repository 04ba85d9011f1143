import FreshetCorpus
import Freshet
import Synchronization

struct EmbedderDown: Error {}

/// The hashing embedder, observed: which texts it was asked for, and which calls fail.
final class ObservedEmbedder: Embedder {
  private let base = HashedNGramEmbedder()
  private let asked = Mutex<[String]>([])
  private let fails: @Sendable (_ texts: [String], _ call: Int) throws -> Void
  private let calls = Mutex<Int>(0)

  init(failing fails: @escaping @Sendable (_ texts: [String], _ call: Int) throws -> Void = { _, _ in }) {
    self.fails = fails
  }

  var space: EmbeddingSpace { base.space }
  var tokenLimit: Int? { base.tokenLimit }

  /// Every passage that was embedded, in order, as often as it was.
  var embedded: [String] { asked.withLock { $0 } }

  func forget() { asked.withLock { $0 = [] } }

  func tokenCount(of text: String) -> Int { base.tokenCount(of: text) }

  func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [UnitVector] {
    if Set(texts).isSubset(of: Canaries.texts) { return try await base.embed(texts, for: purpose) }
    let call = calls.withLock { count in
      count += 1
      return count
    }
    try fails(texts, call)
    let vectors = try await base.embed(texts, for: purpose)
    if purpose == .passage { asked.withLock { $0 += texts } }
    return vectors
  }
}

/// The hashing embedder, with a vocabulary that has no emoji.
struct EmojiBlindEmbedder: Embedder {
  private let base = HashedNGramEmbedder()

  var space: EmbeddingSpace { base.space }
  var tokenLimit: Int? { base.tokenLimit }
  func tokenCount(of text: String) -> Int { base.tokenCount(of: text) }
  func isMostlyUnknown(_ text: String) -> Bool { text.unicodeScalars.allSatisfy { $0.properties.isEmoji } }

  func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [UnitVector] {
    try await base.embed(texts, for: purpose)
  }
}
