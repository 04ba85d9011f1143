internal import Foundation

/// A process that reads a snapshot of the store. Later commits stay in the log until the read ends.
package struct LogReader: Hashable, Sendable {
  package let process: Int32
  /// The command line; empty if the system doesn't say.
  package let command: String
}
