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
