internal import Foundation
internal import GRDB
internal import Synchronization

/// The way in which this process reads a store that it may not write or only inspects.
package enum ReadOnlyManner: Hashable, Sendable {
  /// Reads through SQLite's shared-memory file, which exists because another process has the store open. That process
  /// may write, for example as another user.
  case shared
  /// Reads only the database file, because there is no write-ahead log. A result is valid only if the file didn't
  /// change during the read.
  case still
  /// Reads a private copy with a size of `bytes`, because this process can't read the write-ahead log in place.
  case copied(bytes: Int64)
}
