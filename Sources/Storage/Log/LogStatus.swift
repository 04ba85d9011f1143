internal import Foundation

/// The length of the write-ahead log's file, and the processes whose reads prevent moving all of it into the database
/// file.
package struct LogStatus: Hashable, Sendable {
  package let bytes: Int
  /// The processes that read a snapshot of the store at present; nil if the system doesn't reveal them.
  package let readers: [LogReader]?
}

extension Store {
  /// The length in bytes beyond which the log's file counts as long. Freshet truncates such a file after a commit,
  /// unless a process is reading the log.
  package static var longLogBytes: Int { LogPolicy().cutBeyond }

  /// The length and the readers of this store's write-ahead log.
  ///
  /// - Precondition: the caller is not inside a `read` of this store, which would count as one of the readers.
  package func logStatus() -> LogStatus {
    LogStatus(bytes: logBytes, readers: LogReader.all(of: path + "/" + OpenFiles.names[2]))
  }
}

extension LogReader {
  /// The bytes of the shared-memory file that SQLite's readers lock. Each reader locks one of them.
  private static let lockedBytes: ClosedRange<Int64> = 123...127

  /// The processes that hold a lock of an SQLite reader on the shared-memory file `file`, from /proc/locks; nil if the
  /// system hides that table. Empty if there is no such file.
  ///
  /// This function doesn't open the file, because closing it would release this process's own locks on the file.
  fileprivate static func all(of file: String) -> [LogReader]? {
    var status = stat()
    guard stat(file, &status) == 0 else { return [] }
    guard let locks = heldLocks else { return nil }
    let processes = locks.filter { lock in
      lock.bytes.overlaps(lockedBytes) && lock.inode == UInt64(status.st_ino)
        && (lock.device == UInt64(status.st_dev) || hasOpen(file, lock.process))
    }.map(\.process)
    return Set(processes).sorted().map { LogReader(process: $0, command: command(of: $0)) }
  }

  /// The POSIX locks in /proc/locks; nil if the table can't be read. The kernel returns the table in pieces, and skips
  /// entries if a lock ends meanwhile. So this getter reads the table four times, and returns every lock that it found
  /// at least once.
  private static var heldLocks: Set<HeldLock>? {
    var locks: Set<HeldLock>?
    for _ in 0..<4 {
      guard let table = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else { return locks }
      locks = (locks ?? []).union(HeldLock.all(in: table))
    }
    return locks
  }

  /// Whether `process` has `file` open, according to /proc. On some file systems the device number of a lock differs
  /// from that of its file, so this check replaces the comparison of device numbers.
  private static func hasOpen(_ file: String, _ process: Int32) -> Bool {
    let folder = "/proc/\(process)/fd"
    // Only root may list the files of another user's process; for others the list is empty.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.contains { (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")) == file }
  }

  private static func command(of process: Int32) -> String {
    guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return "" }
    let words = bytes.split(separator: 0).prefix(8).map { String(decoding: $0, as: UTF8.self) }
    let line = words.joined(separator: " ").prefix(120)
    return String(String.UnicodeScalarView(line.unicodeScalars.map { $0.properties.isPrintable ? $0 : "?" }))
  }
}

extension Unicode.Scalar.Properties {
  /// Whether the scalar can be printed to a terminal without controlling it.
  fileprivate var isPrintable: Bool {
    ![.control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse]
      .contains(generalCategory)
  }
}
