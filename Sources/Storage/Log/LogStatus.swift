internal import Foundation

/// The length of the write-ahead log, and the processes that keep it from being moved.
package struct LogStatus: Hashable, Sendable {
  package let bytes: Int
  /// The processes that read a snapshot; nil if the system doesn't say.
  package let readers: [LogReader]?
}

extension Store {
  /// A longer log is truncated as soon as no process reads it.
  package static var longLogBytes: Int { LogPolicy().cutBeyond }

  /// - Precondition: not called within a read of this store, which would count as one of the readers.
  package func logStatus() -> LogStatus {
    LogStatus(bytes: logBytes, readers: LogReader.all(of: path + "/" + OpenFiles.names[2]))
  }
}

extension LogReader {
  /// The bytes of the shared-memory file that SQLite's readers lock.
  private static let lockedBytes: ClosedRange<Int64> = 123...127

  /// The processes that hold one of these locks, from /proc/locks.
  ///
  /// Doesn't open the file: a process that closes it would lose its own locks on it.
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

  /// The kernel returns the table in pieces and skips entries if locks end in between, so this reads it several times.
  private static var heldLocks: Set<HeldLock>? {
    var locks: Set<HeldLock>?
    for _ in 0..<4 {
      guard let table = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else { return locks }
      locks = (locks ?? []).union(HeldLock.all(in: table))
    }
    return locks
  }

  /// On some file systems the device number of a lock differs from that of its file.
  private static func hasOpen(_ file: String, _ process: Int32) -> Bool {
    let folder = "/proc/\(process)/fd"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []  // another user's process
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
  /// Whether the scalar can be printed without controlling a terminal.
  fileprivate var isPrintable: Bool {
    ![.control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse]
      .contains(generalCategory)
  }
}
