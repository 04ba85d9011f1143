internal import Foundation
internal import Freshet

/// A file that gets a new text in one step: whoever reads it sees the old text or the new, never a part.
///
/// The text is written beside it and renamed into its place. What can't be replaced is written to: a pipe, a terminal, a file
/// that lost its name, a link that leads nowhere.
enum ReplacedFile {
  /// - Parameter path: a link stays one: what it leads to is replaced.
  static func write(_ text: PrintedText, to path: String) throws {
    var status = stat()
    if lstat(path, &status) != 0 { return try replace(path, with: text, 0o666 & ~usualMask, named: path) }
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let real = realpath(path, nil) else {
      return try fill(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666), text, path)
    }
    defer { free(real) }
    try replace(String(cString: real), with: text, status.st_mode & 0o777, named: path)
  }

  private static func replace(_ target: String, with text: PrintedText, _ permissions: mode_t, named path: String)
    throws
  {
    let folder = PathText.folder(of: target)
    let name = ".\(PathText.name(of: target)).XXXXXX"
    var template = Array((folder.isEmpty ? name : folder + "/" + name).utf8CString)
    let descriptor = mkstemp(&template)
    do {
      try fill(descriptor, text, path)
      guard chmod(template, permissions) == 0, rename(template, target) == 0 else { throw failure(path) }
    } catch {
      unlink(template)
      throw error
    }
  }

  /// Closes the file; its bytes are on the disk then.
  private static func fill(_ descriptor: Int32, _ text: PrintedText, _ path: String) throws {
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    let bytes = Array(text.rendered(onTerminal: isatty(descriptor) == 1).utf8)
    guard write(bytes, to: descriptor) else { throw failure(path) }
    // A pipe or a terminal has nothing to bring to the disk, and says EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw failure(path) }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func failure(_ path: String) -> CommandError {
    .unwritable(file: path, why: String(cString: strerror(errno)))
  }

  /// What this process's new files may not be; it can only be read by setting it.
  private static var usualMask: mode_t {
    let mask = umask(0)
    umask(mask)
    return mask
  }
}
