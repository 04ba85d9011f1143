internal import Foundation
internal import Freshet

/// Replaces a file's content atomically: a reader sees the old text or the new one, never a mixture.
///
/// `write` writes the text to a draft beside the file, and renames the draft. It writes directly to a target that it
/// can't replace: a pipe, a terminal, an unlinked file, a symbolic link without a target. A new file has the default
/// permissions (0666 minus the umask). A replaced file keeps its mode. It also keeps its owner and group, as far as
/// this process may set them.
enum ReplacedFile {
  /// - Parameter path: the file. If it is a symbolic link, the link stays, and its target is replaced.
  /// - Throws: `CommandError.unwritable`.
  static func write(_ text: PrintedText, to path: String) throws {
    var status = stat()
    if lstat(path, &status) != 0 { return try replace(path, with: text, nil, named: path) }
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let real = realpath(path, nil) else {
      return try fill(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666), text, path)
    }
    defer { free(real) }
    try replace(String(cString: real), with: text, status, named: path)
  }

  private static func replace(_ target: String, with text: PrintedText, _ known: stat?, named path: String) throws {
    let folder = PathText.folder(of: target)
    let name = ".\(PathText.name(of: target)).\(UInt64.random(in: 0...UInt64.max))"
    let draft = folder.isEmpty ? name : folder + "/" + name
    // The draft of a replaced file is private (0600) until `take` gives it the file's owner, group and mode.
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = open(draft, flags, known == nil ? 0o666 : 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    do {
      if let known { try take(known, descriptor, path) }
      try fill(descriptor, text, path)
      guard rename(draft, target) == 0 else { throw failure(path) }
    } catch {
      unlink(draft)
      throw error
    }
  }

  /// Gives the draft the owner, group and mode of the file that it replaces. If this process can't set the group, the
  /// draft's group gets no permissions, because it isn't the file's group.
  private static func take(_ known: stat, _ descriptor: Int32, _ path: String) throws {
    let keepsGroup =
      fchown(descriptor, known.st_uid, known.st_gid) == 0 || fchown(descriptor, uid_t.max, known.st_gid) == 0
    if fchmod(descriptor, known.st_mode & (keepsGroup ? 0o777 : 0o707)) == 0 { return }
    defer { close(descriptor) }
    throw failure(path)
  }

  /// Writes the text, flushes it to the disk, and closes the file.
  private static func fill(_ descriptor: Int32, _ text: PrintedText, _ path: String) throws {
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    let bytes = Array(text.rendered(onTerminal: isatty(descriptor) == 1).utf8)
    guard write(bytes, to: descriptor) else { throw failure(path) }
    // fsync fails with EINVAL for a pipe or a terminal, which has no data to flush to a disk.
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
}
