internal import FreshetChunking
internal import FreshetEmbedding

/// The embedder and the chunker of a `SourceRun`. They are loaded only if the run has a document to read.
struct PartingStage {
  let embedder: any Embedder
  let chunker: ContentDefinedChunker

  init(_ deferred: DeferredEmbedder, _ sizes: ChunkSizes) throws {
    embedder = try deferred.loaded()
    chunker = try deferred.chunker(sizes)
  }
}
