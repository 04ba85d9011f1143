internal import FreshetChunking
internal import FreshetEmbedding

/// What a document is parted with, loaded when there is one to do.
struct PartingStage {
  let embedder: any Embedder
  let chunker: ContentDefinedChunker

  init(_ deferred: DeferredEmbedder) throws {
    embedder = try deferred.loaded()
    chunker = try deferred.chunker()
  }
}
