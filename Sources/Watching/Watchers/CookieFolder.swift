internal import FreshetFiles

/// The folder where a process that wants to know whether the watcher is up to date leaves a file, and sees its name
/// come back.
struct CookieFolder {
  static let name = "/.freshet/cookies"

  let path: String
  /// The store's folder; nil if there is no store.
  let store: String?

  /// With `making`, makes it and the folder that it lies in where they are missing. Nil where there is none then.
  func open(making: Bool = true) -> Descriptor? {
    if making, path.hasSuffix(Self.name) {
      OwnFolder.makeCookies(in: String(path.dropLast(Self.name.count)), for: store)
    }
    return try? Descriptor(root: path)
  }

  /// The cookies that lie there.
  func names() -> Set<String> {
    guard let folder = try? Descriptor(root: path), let listing = try? FolderListing(of: folder) else { return [] }
    return Set(listing.entries.map { String(decoding: listing.bytes[$0.name], as: UTF8.self) })
  }
}
