internal import Foundation
internal import Freshet

/// A file that gets a new text in one step: a reader sees the old text or the new, never a part.
///
/// `write` writes the text to a draft beside the file, and renames the draft. It writes in place to what it can't
/// replace: a pipe, a terminal, a file that lost its name, a link that leads nowhere. A new file has the mode that the
/// umask leaves, because the user named it. A replaced file keeps its mode, and also its owner and group if this
/// process may give files away.
enum ReplacedFile {
  /// - Parameter path: if it is a link, the link stays, and its target is replaced.
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
    // Until the draft's mode is set, only this user may use it, whatever the mode of the file that it replaces.
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

  /// Gives the draft the owner, group and mode of the file. If this process can't set the group, the group gets no
  /// rights, because another group would have them.
  private static func take(_ known: stat, _ descriptor: Int32, _ path: String) throws {
    let keepsGroup =
      fchown(descriptor, known.st_uid, known.st_gid) == 0 || fchown(descriptor, uid_t.max, known.st_gid) == 0
    if fchmod(descriptor, known.st_mode & (keepsGroup ? 0o777 : 0o707)) == 0 { return }
    defer { close(descriptor) }
    throw failure(path)
  }

  /// Writes the text and closes the file; then its bytes are on the disk.
  private static func fill(_ descriptor: Int32, _ text: PrintedText, _ path: String) throws {
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    let bytes = Array(text.rendered(onTerminal: isatty(descriptor) == 1).utf8)
    guard write(bytes, to: descriptor) else { throw failure(path) }
    // A pipe or a terminal has nothing to bring to the disk: fsync fails with EINVAL.
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
