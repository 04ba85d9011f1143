internal import FreshetFiles

/// The folder where a process leaves a file, a cookie, to learn whether the watcher is up to date: the watcher then
/// reports the file's name.
struct CookieFolder {
  static let name = "/.freshet/cookies"

  let path: String
  /// The store's folder; nil if there is no store.
  let store: String?

  /// Opens the folder. With `making`, creates it and its parent folder if they are missing. Nil if it still doesn't
  /// exist.
  func open(making: Bool = true) -> Descriptor? {
    if making, path.hasSuffix(Self.name) {
      OwnFolder.makeCookies(in: String(path.dropLast(Self.name.count)), for: store)
    }
    return try? Descriptor(root: path)
  }

  /// The names of the cookies in the folder.
  func names() -> Set<String> {
    guard let folder = try? Descriptor(root: path), let listing = try? FolderListing(of: folder) else { return [] }
    return Set(listing.entries.map { String(decoding: listing.bytes[$0.name], as: UTF8.self) })
  }
}
