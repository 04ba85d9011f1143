internal import FreshetFiles

/// The folder where callers create cookies: empty files whose inotify event proves that the watcher has seen all
/// earlier changes. The watcher then reports the cookie's name.
struct CookieFolder {
  static let name = "/.freshet/cookies"

  let path: String
  /// The store's folder; nil if there is no store.
  let store: String?

  /// Opens the folder. If `making` is true, first creates the folder and its parent if they are missing. Returns nil if
  /// the folder can't be opened.
  func open(making: Bool = true) -> Descriptor? {
    if making, path.hasSuffix(Self.name) {
      OwnFolder.makeCookies(in: String(path.dropLast(Self.name.count)), for: store)
    }
    return try? Descriptor(root: path)
  }

  /// Returns the names of the cookies in the folder; an empty set if the folder can't be listed.
  func names() -> Set<String> {
    guard let folder = try? Descriptor(root: path), let listing = try? FolderListing(of: folder) else { return [] }
    return Set(listing.entries.map { String(decoding: listing.bytes[$0.name], as: UTF8.self) })
  }
}
