internal import Glibc

/// The folder where whoever wants to know whether the watcher is up to date leaves a file, and sees its name come back.
struct CookieFolder {
  let path: String

  /// With `making`, makes it and the folder that it lies in where they are missing. Nil where there is none then.
  func open(making: Bool = true) -> Descriptor? {
    guard making else { return try? Descriptor(root: path) }
    let parent = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
    for folder in [parent, path] where !folder.isEmpty { mkdir(folder, 0o755) }
    return try? Descriptor(root: path)
  }

  /// The cookies that lie there.
  func names() -> Set<String> {
    guard let folder = try? Descriptor(root: path), let listing = try? FolderListing(of: folder) else { return [] }
    return Set(listing.entries.map { String(decoding: listing.bytes[$0.name], as: UTF8.self) })
  }
}
