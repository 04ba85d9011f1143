package import Corpus

/// What is proven about one path.
package enum Evidence: Hashable, Sendable {
  case present(FileStamp)
  /// Proven not to be there.
  case absent
  /// There, but proven to be no document.
  case excluded(SkipReason)
  case unknown(Doubt)
}

/// Why nothing is proven.
package enum Doubt: Hashable, Sendable {
  case outOfScope
  /// The folder at this path could not be listed, or the entry not looked at.
  case unseen(String, SystemError)
  /// Where the file was, there is another file system now: perhaps the old one is only unmounted.
  case deviceChanged(folder: String, from: UInt64, to: UInt64)
  case rootUnavailable(WatchingError)
}

extension Doubt: CustomStringConvertible {
  package var description: String {
    switch self {
    case .outOfScope: "it was not looked at"
    case .unseen(let path, let error): "\(path.isEmpty ? "the root" : path) could not be looked at: \(error)"
    case .deviceChanged(let folder, _, _):
      "another file system is mounted at \(folder.isEmpty ? "the root" : folder) than when it was indexed"
    case .rootUnavailable(let error): "\(error)"
    }
  }
}
