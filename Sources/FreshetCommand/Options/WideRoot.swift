internal import Freshet

/// The folders that commands index only if the caller names them: `/` and the home folder. Most files there aren't
/// documents.
enum WideRoot {
  static func contains(_ folder: String) -> Bool {
    let folder = StoreLocation.real(folder)
    if folder == "/" { return true }
    let homes = [HomeFolder.path, HomeFolder.ofSystem].compactMap(\.self)
    return homes.contains { $0.hasPrefix("/") && StoreLocation.real($0).utf8.elementsEqual(folder.utf8) }
  }

  /// Finds a root that is `/` or the home folder, and that belongs to the store in `.freshet` of `folder`. Returns nil
  /// if there is none, or if `folder` itself is neither `/` nor the home folder. Returns `folder` if the store can't be
  /// opened or has recorded no root.
  static func root(ofStoreIn folder: String) -> String? {
    if !contains(folder) { return nil }
    let store = StoreLocation(store: (folder == "/" ? "" : folder) + "/" + StoreLocation.folderName)
    let cache = try? RetrievalCache.open(
      at: store, embedder: EmbedderName.minilm.deferred, options: CacheOptions(readOnly: true))
    // If the store can't be opened, the folder that it lies in counts as its root.
    guard let roots = cache?.roots, !roots.isEmpty else { return folder }
    return roots.values.sorted().first(where: contains)
  }
}
