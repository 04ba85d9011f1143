internal import FreshetStorage

/// The size of the store's write-ahead log (WAL), and the processes whose reads keep SQLite from moving the log's
/// content into the database file.
public struct LogUse: Hashable, Sendable {
  /// A process that has a read transaction on the store open.
  public struct Reader: Hashable, Sendable {
    /// The process ID.
    public let process: Int32
    /// The process's command line; empty if the system doesn't reveal it.
    public let command: String

    /// Creates a reader from a process ID and the process's command line.
    public init(process: Int32, command: String) {
      self.process = process
      self.command = command
    }
  }

  /// The log's size in bytes.
  public let bytes: Int
  /// The processes that have a read transaction open now. Commits made since these transactions began stay in the log.
  /// Nil if the system doesn't reveal the processes.
  public let readers: [Reader]?

  /// Creates the value from the log's size in bytes and the processes that read it.
  public init(bytes: Int, readers: [Reader]?) {
    self.bytes = bytes
    self.readers = readers
  }

  init(_ status: LogStatus) {
    self.init(
      bytes: status.bytes, readers: status.readers?.map { Reader(process: $0.process, command: $0.command) })
  }
}
