import FreshetCorpus
import Foundation
import Glibc
import Testing
import FreshetWatching

/// What only a queue and a number of watches can do: run over, and run out.
@Suite(.serialized, .timeLimit(.minutes(2))) struct InotifyWatcherTests {
  @Test func `a queue that ran over is reported, everything is watched anew, and no cookie is lost`() async throws {
    let place = WatchedScratch()
    for path in ["a.md", "b.md", "docs/c.md"] { place.write("text", to: path) }
    let (gate, opener) = AsyncStream.makeStream(of: Void.self)
    let (stream, continuation) = AsyncStream.makeStream(of: WatchBatch.self)
    let watcher = WatcherKind.inotify.make(
      WatchedDirectory(root: place.tree.root), place.tree.cookies, WatcherKind.systemClock)
    try await withThrowingTaskGroup { group in
      group.addTask {
        try await watcher.run { batch in
          continuation.yield(batch)
          for await _ in gate { break }
        }
      }
      var delivered = Delivered(stream)
      try await delivered.next { _ in true }
      try overflow(place)
      place.write("text", to: "late/d.md")
      place.leaveCookie("cookie")
      opener.finish()

      let batches = try await delivered.next { $0.cookies.contains("cookie") }
      let lost = try #require(batches.last)
      #expect(lost.scopes == [""])
      #expect(lost.health == .catchingUp(why: "the kernel's event queue overflowed"))
      #expect(lost.upTo == nil)
      let after = try #require(try await delivered.next { _ in true }.first)
      #expect(after.health == .watching)
      #expect(after.upTo != nil)
      for path in ["late/d.md", "docs/c.md", "a.md"] {
        place.append("more", to: path)
        try await delivered.next(naming: [path])
      }
      group.cancelAll()
      await #expect(throws: CancellationError.self) { try await group.next() }
    }
  }

  /// Two files in turn: equal events next to each other become one (inotify(7)).
  private func overflow(_ place: WatchedScratch) throws {
    let text = try String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
    let limit = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    let paths = [place.at("a.md"), place.at("b.md")]
    for round in 0..<limit + 100 { chmod(paths[round % 2], round % 4 < 2 ? 0o600 : 0o644) }
  }

  @Test func `a folder for which there is no watch left is an error that says what to do`() async throws {
    let place = WatchedScratch()
    for number in 0..<10 { place.makeFolder("folder\(number)") }
    let watcher = InotifyWatcher(
      directory: WatchedDirectory(root: place.tree.root), cookies: nil, maximumWatches: 5,
      now: WatcherKind.systemClock)
    let error = WatchingError.watchRefused("folder4", SystemError(ENOSPC))
    await #expect(throws: error) { try await watcher.run { _ in } }
    #expect(
      error.description == """
        folder4 can't be watched (No space left on device (errno 28)), so Freshet lists it from time to time instead \
        (polling); to allow more watches, raise the sysctls fs.inotify.max_user_watches and \
        fs.inotify.max_user_instances
        """)
  }

  @Test func `watches that run out later end the watcher too`() async throws {
    let place = WatchedScratch()
    let watcher = InotifyWatcher(
      directory: WatchedDirectory(root: place.tree.root), cookies: nil, maximumWatches: 5,
      now: WatcherKind.systemClock)
    await #expect(throws: WatchingError.watchRefused("folder/4", SystemError(ENOSPC))) {
      try await watcher.run { _ in
        for number in 1...4 { place.makeFolder("folder/\(number)") }
      }
    }
  }

  @Test func `watches of folders that are gone are given back`() async throws {
    let place = WatchedScratch()
    let watcher = InotifyWatcher(
      directory: WatchedDirectory(root: place.tree.root), cookies: place.tree.cookies, heartbeat: WatcherKind.heartbeat,
      maximumWatches: 5, now: WatcherKind.lateClock)
    try await place.watched(by: watcher) { delivered in
      for round in 0..<20 {
        place.write("text", to: "folder\(round)/deep/a.md")
        try await delivered.next(naming: ["folder\(round)/deep/a.md"])
        try await place.catchUp(&delivered)
        place.rename("folder\(round)", to: "../gone\(round)")
        try await delivered.next(naming: ["folder\(round)/deep/a.md"])
        #expect(try !isWatched("gone\(round)/deep", in: place))
      }
      #expect(try isWatched("root", in: place))
    }
  }

  @Test func `the store's folder has no watch, whatever its name`() async throws {
    let place = WatchedScratch()
    for path in ["docs/a.md", "docs/my/deep/store.sqlite"] { place.write("text", to: path) }
    let directory = WatchedDirectory(root: place.tree.root, storeFolder: "docs/my")
    try await place.watched(by: .inotify, directory: directory) { delivered in
      place.write("text", to: "docs/my/other/writer.lock")
      try await place.catchUp(&delivered)
      #expect(try isWatched("root/docs", in: place))
      for folder in ["docs/my", "docs/my/deep", "docs/my/other"] {
        #expect(try !isWatched("root/" + folder, in: place), "\(folder)")
      }
    }
  }

  /// By the kernel's own word: each line on a watch has the inode (proc_pid_fdinfo(5)).
  private func isWatched(_ path: String, in place: WatchedScratch) throws -> Bool {
    let inode = String(place.scratch.stamp(path).inode, radix: 16)
    return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fdinfo").contains { descriptor in
      // Closed meanwhile by another test: no watch of this one.
      let text = try? String(contentsOfFile: "/proc/self/fdinfo/" + descriptor, encoding: .utf8)
      return text?.contains("ino:\(inode) ") == true
    }
  }
}
