internal import Foundation

/// A file that gets a new text in one step: whoever reads it sees the old text or the new, never a part.
///
/// The text is written beside it and renamed into its place. What is no regular file, a pipe or a terminal, is written to.
enum ReplacedFile {
  /// - Parameter path: a link stays one: what it leads to is replaced.
  static func write(_ text: String, to path: String) throws {
    let target = realpath(path, nil).map { real in
      defer { free(real) }
      return String(cString: real)
    }
    var status = stat()
    if let target, stat(target, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      return try fill(open(target, O_WRONLY | O_CLOEXEC), text, path)
    }
    let permissions = target == nil ? 0o666 & ~usualMask : status.st_mode & 0o777
    try replace(target ?? path, with: text, permissions, named: path)
  }

  private static func replace(_ target: String, with text: String, _ permissions: mode_t, named path: String) throws {
    let folder = (target as NSString).deletingLastPathComponent
    let name = ".\((target as NSString).lastPathComponent).XXXXXX"
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
  private static func fill(_ descriptor: Int32, _ text: String, _ path: String) throws {
    guard descriptor >= 0 else { throw failure(path) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try file.write(contentsOf: Data(text.utf8))
    } catch {
      throw CommandError.unwritable(file: path, why: error.localizedDescription)
    }
    // A pipe or a terminal has nothing to bring to the disk, and says EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw failure(path) }
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
