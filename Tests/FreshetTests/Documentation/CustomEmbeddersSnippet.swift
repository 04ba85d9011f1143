import FreshetCorpus
import FreshetEmbedding
import Freshet

/// The code of CustomEmbedders.md, so that it is compiled and run. `SnippetTests` compares the two texts.
enum CustomEmbeddersSnippet {
  struct RemoteEmbedder: Embedder {
    struct BadVector: Error {}

    let space = EmbeddingSpace(model: "example/embed", modelRevision: "2", dimension: 3, pooling: "by the server")
    let tokenLimit: Int? = 512
    let request: @Sendable ([String]) async throws -> [[Float]]

    /// No token is shorter than a byte, so this never counts too few.
    func tokenCount(of text: String) -> Int { text.utf8.count }

    func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [UnitVector] {
      if purpose == .passage, let limit = tokenLimit, let count = texts.map(tokenCount).max(), count > limit {
        throw EmbeddingError.tooManyTokens(count: count, limit: limit)
      }
      return try await request(texts).map { components in
        guard let vector = UnitVector(normalizing: components) else { throw BadVector() }
        return vector
      }
    }
  }

  static func mirror(_ pages: [String: String], into cache: RetrievalCache) async throws {
    for (name, text) in pages {
      try await cache.put(text, as: name)
    }
  }
}
