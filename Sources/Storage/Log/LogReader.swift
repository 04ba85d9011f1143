internal import Foundation

/// A process that reads a snapshot of the store. Commits after that snapshot stay in the write-ahead log until the read
/// ends.
package struct LogReader: Hashable, Sendable {
  package let process: Int32
  /// The process's command line, shortened; empty if the system doesn't reveal it.
  package let command: String
}
