internal import Foundation

/// A file of figures, as node_exporter's textfile collector reads them: replaced whole, so that nobody reads half of one.
///
/// It goes when the watch ends: figures that nobody keeps up to date would still say that all is well.
package struct MetricsFile: Sendable {
  package let path: String

  /// - Throws: `MetricsFileError.notOurs` for a file that holds something else, or can't be looked into: it would be lost.
  package init(_ path: String) throws(MetricsFileError) {
    self.path = path
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 || Self.isOurs(path) else { throw .notOurs(path) }
  }

  private static let mark = "# HELP freshet_"

  private static func isOurs(_ path: String) -> Bool {
    guard let handle = FileHandle(forReadingAtPath: path) else { return false }
    return (try? handle.read(upToCount: mark.utf8.count)) == Data(mark.utf8)
  }

  /// Beside the file, hidden, and without an ending that a collector looks for.
  private var draft: String {
    let folder = (path as NSString).deletingLastPathComponent
    let name = ".\((path as NSString).lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)"
    return folder.isEmpty ? name : folder + "/" + name
  }

  /// - Throws: `MetricsFileError.failed`; the file is as it was then.
  package func replace(with text: String) throws(MetricsFileError) {
    let draft = draft
    unlink(draft)  // of a process of this number that was killed
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .failed(path, errno) }
    let failure = Self.write(text, to: descriptor)
    close(descriptor)
    guard failure == 0, rename(draft, path) == 0 else {
      let code = failure == 0 ? errno : failure
      unlink(draft)
      throw .failed(path, code)
    }
  }

  package func remove() {
    unlink(path)
  }

  /// - Returns: 0, or why it failed.
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

package enum MetricsFileError: Error, Hashable, CustomStringConvertible {
  case notOurs(String)
  case failed(String, Int32)
  case inSource(String, root: String)

  package var description: String {
    switch self {
    case .notOurs(let path):
      "\(path) holds something else than figures of freshet, and is not replaced: name another file"
    case .failed(let path, let code): "cannot write \(path): \(String(cString: strerror(code)))"
    case .inSource(let path, let root):
      "\(path) lies in \(root), whose files are documents, and would be indexed at each change: name a file elsewhere"
    }
  }
}
