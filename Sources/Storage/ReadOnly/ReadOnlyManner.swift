internal import Foundation
internal import GRDB
internal import Synchronization

/// The way in which this process reads a store that it may not write.
package enum ReadOnlyManner: Hashable, Sendable {
  /// Through SQLite's shared-memory file, because another process has the store open. That process may write, for
  /// example as another user.
  case shared
  /// Without the write-ahead log, as a file that doesn't change. A result counts only if the file didn't change during
  /// the read.
  case still
  /// Through a private copy of this many bytes, because this process can't read the write-ahead log in place.
  case copied(bytes: Int64)
}
