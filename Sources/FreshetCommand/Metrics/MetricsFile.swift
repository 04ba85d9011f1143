internal import Foundation
internal import Freshet
internal import Synchronization

/// A file of metrics for node_exporter's textfile collector. Each update replaces the file atomically, so that no
/// reader sees a partial one.
///
/// The command removes the file when it ends, because outdated values would still say that all is well. It never
/// overwrites a file that holds something other than Freshet's metrics, and it removes only the file that it wrote
/// last.
package final class MetricsFile: Sendable {
  package let path: String
  /// The identity of the file that this process wrote last; nil if it wrote none.
  private let own = Mutex<Identity?>(nil)

  /// Checks that writing to `path` would not overwrite other data. Doesn't write to the file.
  ///
  /// - Throws: `MetricsFileError.notOurs` if `path` exists but isn't a regular file, or is a file that can't be read,
  ///   or one that is neither empty nor holds Freshet's metrics.
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
    /// The modification time in ns. It distinguishes the file from a later file with the same inode number.
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

  /// The path of the draft, a temporary file that replaces the file. The draft lies in the same folder. Its name begins
  /// with "." and doesn't end in ".prom", so that the collector ignores it.
  private var draft: String {
    let folder = PathText.folder(of: path)
    let name = ".\(PathText.name(of: path)).\(ProcessInfo.processInfo.processIdentifier)"
    return folder.isEmpty ? name : folder + "/" + name
  }

  /// Replaces the file's content with `text`. After an error the file is unchanged.
  ///
  /// - Throws: `MetricsFileError.failed` if writing or renaming fails, or `.notOurs` if another program put a file with
  ///   other data at `path`.
  package func replace(with text: String) throws(MetricsFileError) {
    try check()
    let draft = draft
    unlink(draft)  // a killed process with the same id may have left a draft
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

  /// Removes the file at `path` if it is the file that this process wrote last. A file that another program put there
  /// stays.
  package func remove() {
    var status = stat()
    guard lstat(path, &status) == 0, own.withLock({ $0 == Identity(status) }) else { return }
    unlink(path)
  }

  /// Writes the whole text to `descriptor`.
  ///
  /// - Returns: 0 on success, otherwise the `errno` value.
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
