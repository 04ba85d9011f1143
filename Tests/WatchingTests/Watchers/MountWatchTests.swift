import FreshetCorpus
import Foundation
import Glibc
import Testing
import FreshetWatching

/// Changes that no folder's event reports: files with other names, and mounts.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SharedFileTests {
  @Test func `an edit through a hard link outside the root is reported`() async throws {
    let place = WatchedScratch()
    place.write("text", to: "a.md")
    try #require(link(place.at("a.md"), place.scratch.at("outside.md")) == 0)
    try await place.watched(by: .inotify) { delivered in
      try await place.catchUp(&delivered)
      place.scratch.write("edited", to: "outside.md")
      place.leaveCookie("after")
      let batches = try await delivered.next { $0.cookies.contains("after") }
      #expect(batches.touched == ["a.md"])
    }
  }
}

@Suite(.serialized, .timeLimit(.minutes(5)), .enabled(if: RealMounts.isPermitted)) struct MountWatchTests {
  private func bound(_ place: WatchedScratch, _ source: String, _ point: String) throws -> Unmounting {
    try run("/bin/mount", ["--bind", place.scratch.at(source), place.at(point)])
    return Unmounting(point: place.at(point))
  }

  private func mounted(_ type: String, _ point: String, _ place: WatchedScratch) throws -> Unmounting {
    try run("/bin/mount", ["-t", type, type, place.at(point)])
    return Unmounting(point: place.at(point))
  }

  @Test func `a file that is mounted below the root is watched under its path in the root`() async throws {
    let place = WatchedScratch()
    place.scratch.write("inner", to: "inner.md")
    place.write("", to: "f.md")
    let mount = try bound(place, "inner.md", "f.md")
    try await place.watched(by: .inotify) { delivered in
      try await place.catchUp(&delivered)
      for round in 0..<3 {
        place.scratch.write("edited \(round)", to: "inner.md")
        place.leaveCookie("after\(round)")
        let batches = try await delivered.next { $0.cookies.contains("after\(round)") }
        #expect(batches.touched == ["f.md"], "round \(round)")
      }
    }
    mount.undo()
  }

  @Test func `a mount or unmount below the root is reported before any later cookie`() async throws {
    let place = WatchedScratch()
    place.write("below", to: "sub/x.md")
    place.write("below", to: "f.md")
    place.scratch.write("inner", to: "inner.md")
    try await place.watched(by: .inotify) { delivered in
      try await place.catchUp(&delivered)
      let folder = try mounted("tmpfs", "sub", place)
      place.leaveCookie("mounted")
      #expect(try await delivered.next { $0.cookies.contains("mounted") }.scopes == ["sub"])
      place.write("above", to: "sub/y.md")
      try await delivered.next(naming: ["sub/y.md"])
      folder.undo()
      place.leaveCookie("unmounted")
      #expect(try await delivered.next { $0.cookies.contains("unmounted") }.scopes == ["sub"])
      place.write("again", to: "sub/x.md")
      try await delivered.next(naming: ["sub/x.md"])

      let file = try bound(place, "inner.md", "f.md")
      place.leaveCookie("bound")
      #expect(try await delivered.next { $0.cookies.contains("bound") }.names("f.md"))
      place.scratch.write("edited", to: "inner.md")
      place.leaveCookie("edited")
      #expect(try await delivered.next { $0.cookies.contains("edited") }.names("f.md"))
      file.undo()
      place.leaveCookie("unbound")
      #expect(try await delivered.next { $0.cookies.contains("unbound") }.names("f.md"))
    }
  }

  @Test func `a tmpfs remounted between two checks is reported, although the table looks the same`() async throws {
    let place = WatchedScratch()
    place.makeFolder("sub")
    let first = try mounted("tmpfs", "sub", place)
    place.write("text", to: "sub/x.md")
    try await place.watched(by: .inotify) { delivered in
      try await place.catchUp(&delivered)
      first.undo()
      let second = try mounted("tmpfs", "sub", place)
      place.leaveCookie("anew")
      #expect(try await delivered.next { $0.cookies.contains("anew") }.names("sub/x.md"))
      second.undo()
    }
  }

  @Test func `a mount that reports no changes ends the watch with a reason`() async throws {
    let place = WatchedScratch()
    place.makeFolder("proc")
    let watcher = WatcherKind.inotify.make(
      WatchedDirectory(root: place.tree.root), place.tree.cookies, WatcherKind.lateClock)
    let (stream, continuation) = AsyncStream.makeStream(of: WatchBatch.self)
    let task = Task { try await watcher.run { continuation.yield($0) } }
    var delivered = Delivered(stream)
    try await delivered.next { _ in true }
    let mount = try mounted("proc", "proc", place)
    let why = "\(place.at("proc")) is a proc file system, which doesn't report changes made elsewhere"
    await #expect(throws: WatchingError.changesUntold(why)) { try await task.value }
    mount.undo()
  }
}

/// A mount that a test made.
private final class Unmounting {
  private let point: String

  init(point: String) {
    self.point = point
  }

  /// Calling it once is enough.
  func undo() { _ = try? run("/bin/umount", ["-l", point]) }

  deinit { undo() }
}
