package import FreshetCorpus
package import FreshetFiles
internal import FreshetStorage

extension RetrievalCache {
  /// Copies a store of an older format to a temporary folder, brings the copy up to date, and opens it. So a plan can
  /// say what an upgrade costs while the store itself stays as it is.
  ///
  /// - Parameters:
  ///   - location: the store's folder.
  ///   - choose: returns the embedder, from the embedding space that the store is indexed in.
  ///   - sources: the folders of documents; nil for those that the store has on record.
  ///   - options: the other settings.
  /// - Returns: the cache, and the folder, which the caller removes.
  /// - Throws: the errors of `open(at:embedder:sources:options:)`; `StorageError.noRoomForCopy`.
  package static func openCopy(
    of location: StoreLocation, choosing choose: (EmbeddingSpace?) throws -> DeferredEmbedder,
    sources: [SourceConfiguration]?, options: CacheOptions
  ) throws -> (cache: RetrievalCache, folder: ScratchFolder) {
    let folder = try Store.copy(of: location.store)
    do {
      let copy = try Store(at: folder.path, for: .writing, holder: CacheEnvironment.holder)
      let (space, recorded) = (
        try copy.read { try $0.activeSpace() },
        try SourceSet.remembered(by: copy, at: location, relativeTo: location.store)
      )
      let cache = try open(
        at: StoreLocation(store: folder.path), embedder: choose(space), sources: sources ?? recorded, options: options)
      return (cache, folder)
    } catch {
      folder.remove()
      throw error
    }
  }
}
