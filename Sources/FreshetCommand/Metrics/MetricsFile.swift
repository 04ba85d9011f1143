internal import Foundation
internal import Freshet
internal import Synchronization

/// A file of figures for node_exporter's textfile collector. Each update replaces the whole file, so that no reader
/// sees half of one.
///
/// The file is removed when the watch ends: outdated figures would still say that all is well. If somebody else put a
/// file in its place, that file is neither replaced nor removed, unless it holds figures of Freshet.
package final class MetricsFile: Sendable {
  package let path: String
  /// Identifies the file that this process wrote last.
  private let own = Mutex<Identity?>(nil)

  /// - Throws: `MetricsFileError.notOurs` for a file that holds something else, or can't be read, because its content
  ///   would be lost.
  package init(_ path: String) throws(MetricsFileError) {
    self.path = path
    try check()
  }

  private func check() throws(MetricsFileError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 || Self.isOurs(path) else { throw .notOurs(path) }
  }

  private struct Identity: Equatable {
    let device: UInt64
    let inode: UInt64
    /// Modification time in ns, because an inode number is reused.
    let modified: Int

    init(_ status: stat) {
      (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
      modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    }
  }

  private static let mark = "# HELP freshet_"

  private static func isOurs(_ path: String) -> Bool {
    guard let handle = FileHandle(forReadingAtPath: path) else { return false }
    return (try? handle.read(upToCount: mark.utf8.count)) == Data(mark.utf8)
  }

  /// The path of the draft: beside the file, hidden, and without an ending that a collector looks for.
  private var draft: String {
    let folder = PathText.folder(of: path)
    let name = ".\(PathText.name(of: path)).\(ProcessInfo.processInfo.processIdentifier)"
    return folder.isEmpty ? name : folder + "/" + name
  }

  /// Replaces the file with `text`.
  ///
  /// - Throws: `MetricsFileError.failed`, or `.notOurs` if somebody else put a file there. The file stays as it was.
  package func replace(with text: String) throws(MetricsFileError) {
    try check()
    let draft = draft
    unlink(draft)  // a killed process with this number may have left one
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .failed(path, errno) }
    let failure = Self.write(text, to: descriptor)
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    close(descriptor)
    guard failure == 0, rename(draft, path) == 0 else {
      let code = failure == 0 ? errno : failure
      unlink(draft)
      throw .failed(path, code)
    }
    own.withLock { $0 = isKnown ? Identity(status) : nil }
  }

  /// Removes the file only if this process wrote it: another file in its place belongs to somebody else.
  package func remove() {
    var status = stat()
    guard lstat(path, &status) == 0, own.withLock({ $0 == Identity(status) }) else { return }
    unlink(path)
  }

  /// - Returns: 0, or the error number.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return count < 0 ? errno : EIO }
      rest = rest.dropFirst(count)
    }
    return 0
  }
}
