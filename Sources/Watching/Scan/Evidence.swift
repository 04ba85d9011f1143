package import FreshetCorpus

/// What a scan or a probe proves about one path.
package enum Evidence: Hashable, Sendable {
  case present(FileStamp)
  /// The document is proven not to exist.
  case absent
  /// An entry exists at the path, but is proven not to be a document.
  case excluded(SkipReason)
  /// A file may exist, but its path contains a hidden or secret-like name that nobody named explicitly.
  case hidden
  case unknown(Doubt)
}

/// Why a scan or a probe proves nothing about a path.
package enum Doubt: Hashable, Sendable {
  /// The scan didn't cover the path.
  case outOfScope
  /// The folder at this path couldn't be listed, or the entry at this path couldn't be examined.
  case unseen(String, SystemError)
  /// The path now leads into the file system mounted at `at` ("" for the root's). The file was in a different file
  /// system, which may still exist, unmounted or hidden by another mount. `was` is the path where the file's own file
  /// system was mounted; nil if unknown.
  case otherFileSystem(at: String, was: String?)
  case rootUnavailable(WatchingError)
}

extension Doubt: CustomStringConvertible {
  package var description: String {
    switch self {
    case .outOfScope: "no scan covered it"
    case .unseen(let path, let error): "\(path.isEmpty ? "the root" : path) could not be read: \(error)"
    case .otherFileSystem(let now, let was?) where was.pathNames.count > now.pathNames.count:
      "the file system that was mounted at \(was) when the document was indexed is not mounted there now"
    case .otherFileSystem(let now, _):
      "a different file system is mounted at \(now.isEmpty ? "the root" : now) than when the document was indexed"
    case .rootUnavailable(let error): "\(error)"
    }
  }
}
