/// The mounted file systems on which a document lies: the one with its directory entry, and the one with its content.
///
/// The two differ only if a symbolic link leads from one file system to the other.
package struct DocumentMounts: Hashable, Sendable {
  /// The mount of the directory entry and the mount of the content; only one element if both are the same mount. The
  /// mounts are in an array, so that ten thousand documents can share one allocation.
  private let mounts: [Mount]

  package init(name: Mount, file: Mount) {
    mounts = name == file ? [file] : [name, file]
  }

  package init(_ mount: Mount) {
    mounts = [mount]
  }

  package var name: Mount { mounts[0] }
  package var file: Mount { mounts[mounts.count - 1] }
}

extension DocumentMounts: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, file
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let file = try values.decode(Mount.self, forKey: .file)
    self.init(name: try values.decodeIfPresent(Mount.self, forKey: .name) ?? file, file: file)
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    if mounts.count > 1 { try values.encode(name, forKey: .name) }
    try values.encode(file, forKey: .file)
  }
}
