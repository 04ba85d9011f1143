internal import FreshetChunking
public import FreshetCorpus
public import FreshetEmbedding
internal import Synchronization

/// An embedder whose model is loaded only when a text must be embedded for the first time.
///
/// Many operations, such as a status or a reindexing without changes, need only the embedder's space and token limit,
/// not the model's weights.
public final class DeferredEmbedder: Sendable {
  /// The embedding space of the embedder that will be loaded.
  public let space: EmbeddingSpace
  /// How many tokens a text may have at most; nil for no limit.
  public let tokenLimit: Int?
  private let load: @Sendable () throws -> any Embedder
  private let loadedEmbedder = Mutex<(any Embedder)?>(nil)

  /// Creates an embedder that `load` returns when it is needed for the first time.
  ///
  /// - Parameters:
  ///   - space: the embedding space of the embedder's vectors.
  ///   - tokenLimit: how many tokens a passage may have at most; nil for no limit.
  ///   - load: returns the embedder, which must have the space `space` and the limit `tokenLimit`. It is called once,
  ///     or again if it throws.
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

  /// The MiniLM embedder, with the model files in their standard folder.
  public static func miniLM() -> DeferredEmbedder {
    DeferredEmbedder(space: MiniLM.space, tokenLimit: MiniLM.textTokenLimit) { try MiniLM() }
  }

  /// The hashing embedder, which needs no model. It compares words, not meaning.
  public static func hashing() -> DeferredEmbedder {
    DeferredEmbedder(HashedNGramEmbedder())
  }

  /// Returns the embedder. The first call loads it.
  ///
  /// - Throws: the errors of the `load` function; for MiniLM, `EmbeddingError`.
  public func loaded() throws -> any Embedder {
    try loadedEmbedder.withLock { known in
      if let known { return known }
      let embedder = try load()
      precondition(embedder.space == space, "loaded \(embedder.space.model), not \(space.model)")
      known = embedder
      return embedder
    }
  }

  /// Whether the embedder compares words rather than meaning. If so, a search without hits never proves that no
  /// document is relevant.
  var comparesWordsOnly: Bool { space == HashedNGramEmbedder().space }

  /// Returns the chunker with these sizes, which counts this embedder's tokens.
  func chunker(_ sizes: ChunkSizes) throws -> ContentDefinedChunker {
    let embedder = try loaded()
    return ContentDefinedChunker(sizes: sizes) { embedder.tokenCount(of: $0) }
  }

  /// The default sizes of passages.
  var sizes: ChunkSizes {
    tokenLimit.map(ChunkSizes.init(limitedTo:)) ?? ChunkSizes()
  }
}
