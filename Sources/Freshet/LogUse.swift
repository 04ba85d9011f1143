internal import Storage

/// The store's write-ahead log: how long it is, and who keeps it from being moved into the database.
public struct LogUse: Hashable, Sendable {
  /// A process that reads a state of the store.
  public struct Reader: Hashable, Sendable {
    public let process: Int32
    /// As it was started; empty where the system doesn't tell.
    public let command: String

    public init(process: Int32, command: String) {
      self.process = process
      self.command = command
    }
  }

  public let bytes: Int
  /// Processes that read at this moment: what was committed since they began stays in the log. Nil where the system doesn't tell.
  public let readers: [Reader]?

  public init(bytes: Int, readers: [Reader]?) {
    self.bytes = bytes
    self.readers = readers
  }

  init(_ status: LogStatus) {
    self.init(
      bytes: status.bytes, readers: status.readers?.map { Reader(process: $0.process, command: $0.command) })
  }
}
