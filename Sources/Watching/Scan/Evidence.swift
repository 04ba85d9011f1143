package import FreshetCorpus

/// What a scan or a probe proves about one path.
package enum Evidence: Hashable, Sendable {
  case present(FileStamp)
  /// The document is proven not to be there.
  case absent
  /// An entry is there, but it is proven to be no document.
  case excluded(SkipReason)
  /// A file may exist, but its name, or the name of a folder above it, is hidden or secret-like, and nobody named it.
  case hidden
  case unknown(Doubt)
}

/// Why nothing is proven about a path.
package enum Doubt: Hashable, Sendable {
  case outOfScope
  /// The folder at this path could not be listed, or its entry could not be examined.
  case unseen(String, SystemError)
  /// The file's place now lies on the file system mounted at `at` ("" for the root's). The file was on another one,
  /// mounted at `was` if that is known, which may only be unmounted or hidden.
  case otherFileSystem(at: String, was: String?)
  case rootUnavailable(WatchingError)
}

extension Doubt: CustomStringConvertible {
  package var description: String {
    switch self {
    case .outOfScope: "no look covered it"
    case .unseen(let path, let error): "\(path.isEmpty ? "the root" : path) could not be read: \(error)"
    case .otherFileSystem(let now, let was?) where was.pathNames.count > now.pathNames.count:
      "the file system that was mounted at \(was) when it was indexed is not mounted there now"
    case .otherFileSystem(let now, _):
      "another file system is mounted at \(now.isEmpty ? "the root" : now) than when it was indexed"
    case .rootUnavailable(let error): "\(error)"
    }
  }
}
