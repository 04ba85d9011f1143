import FreshetCorpus
import Foundation
import FreshetTestSupport
import Glibc

/// A folder of one test's own, also with trees that are deeper than a path can tell.
final class ScratchFolder: Sendable {
  private let folder: TemporaryFolder
  var path: String { folder.path }

  init() {
    do { folder = try TemporaryFolder() } catch { preconditionFailure("no temporary folder: \(error)") }
  }

  deinit {
    _ = try? run("/bin/rm", ["-rf", path])
  }

  func at(_ relative: String) -> String { folder.at(relative) }

  /// Makes the folders on the way.
  func write(_ text: String, to relative: String) {
    write(Array(text.utf8), to: relative)
  }

  func write(_ bytes: [UInt8], to relative: String) {
    if let slash = relative.lastIndex(of: "/") { makeFolder(String(relative[..<slash])) }
    let file = open(at(relative), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    precondition(file >= 0, "\(relative): errno \(errno)")
    defer { close(file) }
    precondition(Glibc.write(file, bytes, bytes.count) == bytes.count, "\(relative): errno \(errno)")
  }

  func makeFolder(_ relative: String) {
    var way = path
    for name in relative.split(separator: "/") {
      way += "/" + name
      precondition(mkdir(way, 0o755) == 0 || errno == EEXIST, "\(way): errno \(errno)")
    }
  }

  func link(_ relative: String, to target: String) {
    precondition(symlink(target, at(relative)) == 0, "\(relative): errno \(errno)")
  }

  func remove(_ relative: String) throws {
    try run("/bin/rm", ["-rf", at(relative)])
  }

  /// Asked from the system here, not from the code under test. Of what a link leads to.
  func stamp(_ relative: String) -> FileStamp {
    var status = Glibc.stat()
    precondition(stat(at(relative), &status) == 0, "\(relative): errno \(errno)")
    return FileStamp(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), sizeInBytes: Int64(status.st_size),
      modified: Timestamp(seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec)),
      statusChanged: Timestamp(
        seconds: Int64(status.st_ctim.tv_sec), nanoseconds: Int64(status.st_ctim.tv_nsec)))
  }
}

extension ScratchFolder {
  /// The mount that the folder lies on, determined without the code under test.
  var mount: Mount {
    var status = statvfs()
    precondition(statvfs(path, &status) == 0, "errno \(errno)")
    let type = (try? run("/usr/bin/stat", ["-f", "-c", "%t", path])).map {
      String(decoding: $0.dropLast(), as: UTF8.self)
    }
    let number = UInt64(status.f_fsid)
    return Mount(
      point: "", device: stamp("").device, type: type.flatMap { UInt64($0, radix: 16) } ?? 0,
      number: number == 0 ? nil : number, inode: nil, born: nil)
  }

  var mounts: DocumentMounts { DocumentMounts(mount) }

  /// A document that was read with this stamp, on these mounts if they are known.
  static func seen(_ stamp: FileStamp, on mounts: DocumentMounts? = nil) -> StampedRevision {
    StampedRevision(
      revision: Revision(hashing: []), stamp: stamp, lookedAt: Timestamp(nanoseconds: 0), mounts: mounts)
  }
}

/// Trees deeper than a path can tell.
extension ScratchFolder {
  /// Makes `depth` folders in each other, each with `leaf` beside the next, and returns the path of each below `start`.
  func dig(_ depth: Int, name: String, leaf: String, in start: String = "") throws -> [String] {
    var folder = open(at(start), O_RDONLY | O_DIRECTORY)
    defer { close(folder) }
    var paths: [String] = []
    for _ in 0..<depth {
      try require(mkdirat(folder, name, 0o755) == 0)
      let file = openat(folder, leaf, O_CREAT | O_WRONLY | O_CLOEXEC, 0o644)
      try require(file >= 0)
      close(file)
      let next = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      try require(next >= 0)
      close(folder)
      folder = next
      paths.append((paths.last.map { $0 + "/" } ?? "") + name)
    }
    return paths
  }

  /// The file at `relative`, opened name by name.
  func descend(_ relative: String) throws -> Int32 {
    var current = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    for name in relative.split(separator: "/") {
      let next = openat(current, String(name), O_RDONLY | O_CLOEXEC)
      close(current)
      try require(next >= 0)
      current = next
    }
    return current
  }

  private func require(_ isDone: Bool) throws {
    if !isDone { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }
}

struct CommandFailed: Error {
  let command: [String]
  let status: Int32
}

/// The standard output of a program that runs with an empty home and none of this machine's git configuration.
@discardableResult
func run(
  _ program: String, _ arguments: [String], in folder: String = "/", input: Data = Data(),
  allowing allowed: Set<Int32> = [0]
) throws -> Data {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  process.currentDirectoryURL = URL(fileURLWithPath: folder)
  process.environment = [
    "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C",
  ]
  let (standardInput, standardOutput) = (Pipe(), Pipe())
  process.standardInput = standardInput
  process.standardOutput = standardOutput
  try process.run()
  // Less than a pipe holds, so that neither side waits for the other.
  precondition(input.count < 60_000, "\(input.count) bytes of input")
  standardInput.fileHandleForWriting.write(input)
  try standardInput.fileHandleForWriting.close()
  let output = standardOutput.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard allowed.contains(process.terminationStatus) else {
    throw CommandFailed(command: [program] + arguments, status: process.terminationStatus)
  }
  return output
}
