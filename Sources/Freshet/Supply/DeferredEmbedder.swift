internal import FreshetChunking
internal import FreshetCoherence
public import FreshetCorpus
public import FreshetEmbedding
internal import Synchronization

/// An embedder that is loaded when a text must be embedded for the first time.
///
/// An audit, a status, or a reindexing that finds nothing to do needs the embedder's space and limit, not its weights.
public final class DeferredEmbedder: Sendable {
  /// The space of the embedder that will be loaded.
  public let space: EmbeddingSpace
  /// How many tokens a text may have; nil for any number.
  public let tokenLimit: Int?
  private let load: @Sendable () throws -> any Embedder
  private let loadedEmbedder = Mutex<(any Embedder)?>(nil)

  /// - Parameters:
  ///   - space: where the embedder's vectors lie.
  ///   - tokenLimit: how many tokens a passage may have; nil for no limit.
  ///   - load: called once, and again only if it throws; the embedder that it returns must have this space and limit.
  public init(
    space: EmbeddingSpace, tokenLimit: Int?, load: @escaping @Sendable () throws -> any Embedder
  ) {
    self.space = space
    self.tokenLimit = tokenLimit
    self.load = load
  }

  /// Wraps an embedder that is loaded already.
  public convenience init(_ embedder: any Embedder) {
    self.init(space: embedder.space, tokenLimit: embedder.tokenLimit) { embedder }
  }

  /// MiniLM with the model in its standard folder.
  public static func miniLM() -> DeferredEmbedder {
    DeferredEmbedder(space: MiniLM.space, tokenLimit: MiniLM.textTokenLimit) { try MiniLM() }
  }

  /// The hashing embedder: no model, compares words.
  public static func hashing() -> DeferredEmbedder {
    DeferredEmbedder(HashedNGramEmbedder())
  }

  /// The embedder; the first call loads it.
  ///
  /// - Throws: what loading throws: for MiniLM `EmbeddingError`.
  public func loaded() throws -> any Embedder {
    try loadedEmbedder.withLock { known in
      if let known { return known }
      let embedder = try load()
      precondition(embedder.space == space, "loaded \(embedder.space.model), not \(space.model)")
      known = embedder
      return embedder
    }
  }

  /// Whether the embedder compares words rather than meaning, so that absence of a hit never proves absence of a text.
  var comparesWordsOnly: Bool { space == HashedNGramEmbedder().space }

  /// How documents are indexed with this embedder. A document that was indexed in another way must be indexed again.
  var recipe: IndexingRecipe {
    IndexingRecipe(space: space.id, chunker: ContentDefinedChunker(sizes: sizes) { _ in 0 }.identity)
  }

  func chunker() throws -> ContentDefinedChunker {
    let embedder = try loaded()
    return ContentDefinedChunker(sizes: sizes) { embedder.tokenCount(of: $0) }
  }

  private var sizes: ChunkSizes {
    tokenLimit.map(ChunkSizes.init(limitedTo:)) ?? ChunkSizes()
  }
}
