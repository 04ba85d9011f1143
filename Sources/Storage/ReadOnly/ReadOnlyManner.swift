internal import Foundation
internal import GRDB
internal import Synchronization

/// How this process reads a store that it may not write.
package enum ReadOnlyManner: Hashable, Sendable {
  /// Through the shared memory, while processes write through another mount or as another user.
  case shared
  /// Without the log, as a file that doesn't change. An answer counts only if the file didn't change during the read.
  case still
  /// Through a private copy of this many bytes, because the log can't be read in place.
  case copied(bytes: Int64)
}
