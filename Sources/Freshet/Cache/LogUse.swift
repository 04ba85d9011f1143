internal import FreshetStorage

/// The length of the store's write-ahead log, and the processes that keep it from being moved into the database.
public struct LogUse: Hashable, Sendable {
  /// A process that reads a snapshot of the store.
  public struct Reader: Hashable, Sendable {
    /// The process's number.
    public let process: Int32
    /// The command line; empty if the system doesn't say.
    public let command: String

    /// A process that reads the log, and its command.
    public init(process: Int32, command: String) {
      self.process = process
      self.command = command
    }
  }

  /// The log's size in bytes.
  public let bytes: Int
  /// The processes that read at this moment. Commits made since they began stay in the log. Nil if the system doesn't
  /// say.
  public let readers: [Reader]?

  /// The log's size, and its readers where the system names them.
  public init(bytes: Int, readers: [Reader]?) {
    self.bytes = bytes
    self.readers = readers
  }

  init(_ status: LogStatus) {
    self.init(
      bytes: status.bytes, readers: status.readers?.map { Reader(process: $0.process, command: $0.command) })
  }
}
