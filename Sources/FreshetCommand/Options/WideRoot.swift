internal import Freshet

/// The folders that are indexed only if somebody names them: `/`, and the caller's home folder. Almost nothing below
/// them is a document.
enum WideRoot {
  static func contains(_ folder: String) -> Bool {
    let folder = StoreLocation.real(folder)
    if folder == "/" { return true }
    let homes = [HomeFolder.path, HomeFolder.ofSystem].compactMap(\.self)
    return homes.contains { $0.hasPrefix("/") && StoreLocation.real($0).utf8.elementsEqual(folder.utf8) }
  }

  /// The first such folder among the roots of the store in `folder`, a store that the caller didn't name.
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
