import FreshetCorpus
import FreshetEmbedding
import Freshet
import Synchronization
import Testing

/// An embedder that is another one under the same name is found before its vectors mix with others.
struct CanaryTests {
  /// The hashing embedder, until a test has it give other vectors.
  private final class ShiftingEmbedder: Embedder {
    private let base = HashedNGramEmbedder()
    private let shifted = Mutex<@Sendable (String) -> Bool>({ _ in false })

    var space: EmbeddingSpace { base.space }
    var tokenLimit: Int? { base.tokenLimit }
    func tokenCount(of text: String) -> Int { base.tokenCount(of: text) }
    func shift(_ value: Bool = true) { shift { _ in value } }
    func shift(_ isShifted: @escaping @Sendable (String) -> Bool) { shifted.withLock { $0 = isShifted } }

    func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [UnitVector] {
      let isShifted = shifted.withLock { $0 }
      return try await base.embed(texts.map { isShifted($0) ? $0 + " and more" : $0 }, for: purpose)
    }
  }

  private let tree: DocumentTree
  private let embedder = ShiftingEmbedder()
  private let cache: RetrievalCache

  init() throws {
    tree = try DocumentTree()
    try tree.write("# a\n\nText of a.\n", to: "a.md")
    cache = try tree.cache(embedder)
  }

  @Test func `canaries are kept with the first vectors, and agree with the same embedder`() async throws {
    try await cache.reindex()
    let report = try await cache.checkCanaries()
    #expect(report.agreement > 0.99999 && !report.hasDrifted)
    #expect(try await cache.audit(verifyingBytes: true).isCoherent)
  }

  @Test func `an embedder that changed is reported by an audit of bytes, and by every audit after a check`()
    async throws
  {
    try await cache.reindex()
    embedder.shift()
    #expect(try await cache.audit().isCoherent, "the last check was good")
    #expect(try await cache.audit(verifyingBytes: true).findings.map(\.rule) == [.canaryDrift])
    #expect(try await cache.checkCanaries().hasDrifted)
    #expect(try await cache.audit().findings.map(\.rule) == [.canaryDrift])
  }

  @Test func `a single text whose vector is another one is enough`() async throws {
    try await cache.reindex()
    for text in Canaries.texts {
      embedder.shift { $0 == text }
      #expect(try await cache.checkCanaries().hasDrifted, "\(text)")
    }
    embedder.shift(false)
    #expect(try await !cache.checkCanaries().hasDrifted)
  }

  @Test func `while it differs nothing is embedded, and what is served stays; then it goes on`() async throws {
    try await cache.reindex()
    embedder.shift()
    try await cache.checkCanaries()
    try tree.write("# b\n\nText of b.\n", to: "b.md")
    await #expect(throws: FreshetError.self) { try await cache.reindex() }
    #expect(try await cache.status().vectors == 1)
    embedder.shift(false)
    try await cache.reindex()
    #expect(try await cache.status().vectors == 2)
    #expect(try await cache.audit(verifyingBytes: true).isCoherent)
  }
}
