internal import Freshet

/// The folders that commands index only if the caller names them: `/` and the home folder. Most files in them are no
/// documents.
enum WideRoot {
  static func contains(_ folder: String) -> Bool {
    let folder = StoreLocation.real(folder)
    if folder == "/" { return true }
    let homes = [HomeFolder.path, HomeFolder.ofSystem].compactMap(\.self)
    return homes.contains { $0.hasPrefix("/") && StoreLocation.real($0).utf8.elementsEqual(folder.utf8) }
  }

  /// The first root that is `/` or the home folder, of the store in the `.freshet` of `folder`. Nil if `folder` itself
  /// is neither of them.
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
