internal import FreshetCorpus
internal import Foundation
internal import Glibc
import Testing
@testable internal import FreshetIndexing

/// Writing an index file: its readers find a whole one, whatever became of the writer.
@Suite struct IndexFileWritingTests {
  let folder: IndexFileFolder
  private let index = IndexFileWorld.flat.index

  init() throws { folder = try IndexFileFolder() }

  @Test func `a folder that isn't there, or a name that is taken, is an error, and leaves nothing`() throws {
    #expect(throws: IndexFileError.failed(errno: ENOENT)) {
      try IndexFile.write(index, stamp: [], roster: [], to: folder.folder + "/nowhere/index")
    }
    #expect(mkdir(folder.path, 0o700) == 0)
    #expect(throws: IndexFileError.failed(errno: EISDIR)) { try folder.write(index) }
    #expect(try folder.names == ["index"])
  }

  @Test func `until the last byte is on the disk the old file stays, and so it does when the writer gives up`() throws {
    try folder.write(index, stamp: "old")
    do {
      var writer = try ImageWriter(path: folder.path)
      for _ in 0..<100 {
        _ = try [UInt64](repeating: 7, count: 512).withUnsafeBytes { try writer.add($0.baseAddress!, $0.count) }
      }
      #expect(try folder.names.count == 2)
      #expect(try IndexFile(path: folder.path).stamp == Array("old".utf8))
    }
    #expect(try folder.names == ["index"])
    #expect(try IndexFile(path: folder.path).stamp == Array("old".utf8))
  }

  @Test(.enabled(if: FullFolder.canBeMade, "only root can mount a small file system"))
  func `a full disk leaves the old file, and no draft`() throws {
    let disk = try FullFolder(in: folder.folder, size: "1200k")
    let path = folder.folder + "/index"
    try IndexFile.write(index, stamp: [1], roster: [], to: path)
    #expect(throws: IndexFileError.failed(errno: ENOSPC)) {
      try IndexFile.write(index, stamp: [2], roster: [], to: path)
    }
    #expect(try IndexFile(path: path).stamp == [1])
    #expect(try folder.names == ["index"])
    withExtendedLifetime(disk) {}
  }

  @Test func `drafts of writers that are gone are removed, those of others stay`() throws {
    try folder.write(index, stamp: "old")
    let live = open(folder.path + ".17-1.new", O_WRONLY | O_CREAT, 0o600)
    #expect(flock(live, LOCK_EX | LOCK_NB) == 0)
    for name in ["index.17-2.new", "index.1-99.new", "other.1-1.new", "index.new"] {
      #expect(FileManager.default.createFile(atPath: folder.folder + "/" + name, contents: Data([1])))
    }
    try folder.write(index, stamp: "new")
    #expect(try folder.names == ["index", "index.17-1.new", "index.new", "other.1-1.new"])
    close(live)
    try folder.write(index, stamp: "newer")
    #expect(try folder.names == ["index", "index.new", "other.1-1.new"])
    #expect(try IndexFile(path: folder.path).stamp == Array("newer".utf8))
  }

  @Test func `a folder whose name is a pattern is a folder like any other`() throws {
    let odd = folder.folder + "/[a]*?\\"
    #expect(mkdir(odd, 0o700) == 0 && mkdir(folder.folder + "/a", 0o700) == 0)
    for path in [odd, folder.folder + "/a"] {
      #expect(FileManager.default.createFile(atPath: path + "/index.1-1.new", contents: nil))
    }
    try IndexFile.write(index, stamp: [], roster: [], to: odd + "/index")
    #expect(try FileManager.default.contentsOfDirectory(atPath: odd) == ["index"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.folder + "/a") == ["index.1-1.new"])
  }

  @Test func `of several writers at once one leaves its file, whole`() async throws {
    let (folder, index) = (folder, index)
    let written = await withTaskGroup { group in
      for writer in UInt8(0)..<8 {
        group.addTask {
          do throws(IndexFileError) {
            try IndexFile.write(index, stamp: [writer], roster: [writer], to: folder.path)
            return true
          } catch {
            return error != .failed(errno: ENOENT)  // its draft was removed before it came to lock it
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(written.contains(true))
    let file = try IndexFile(path: folder.path)
    #expect(file.withRoster { Array($0) } == file.stamp)
    var opened = IndexFileWorld.flat
    opened.index = file.index
    #expect(opened.answers() == IndexFileWorld.flat.answers())
    while opened.index.maintain() {}
    #expect(opened.index.isSound)
    #expect(try folder.names == ["index"])
  }
}

/// An in-memory file system (tmpfs) of a given size. `deinit` unmounts it.
private final class FullFolder {
  private let path: String

  init(in path: String, size: String) throws {
    self.path = path
    try Self.run("mount", "-t", "tmpfs", "-o", "size=\(size)", "freshet-test", path)
  }

  deinit {
    try? Self.run("umount", path)  // it may be unmounted already
  }

  static let canBeMade: Bool =
    getuid() == 0 && (try? IndexFileFolder()).flatMap { try? FullFolder(in: $0.folder, size: "64k") } != nil

  private static func run(_ words: String...) throws {
    let process = try Process.run(URL(fileURLWithPath: "/usr/bin/env"), arguments: words)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw POSIXError(.EPERM) }
  }
}
