import FreshetCorpus
import Foundation
import Testing
import FreshetWatching

/// Cookies, heartbeats, `upTo`, large bursts, and the end.
@Suite(.serialized, .timeLimit(.minutes(5))) struct WatcherBarrierTests {
  @Test(arguments: WatcherKind.all)
  func `when a cookie is reported, what ended before it was written is named`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    try await place.watched(by: kind) { delivered in
      for round in 0..<200 {
        let path = round % 3 == 0 ? "new\(round)/deep/a.md" : "folder\(round % 7)/\(round).md"
        place.write("text", to: path)
        place.leaveCookie("cookie\(round)")
        let batches = try await delivered.next { $0.cookies.contains("cookie\(round)") }
        #expect(batches.names(path), "round \(round)")
        #expect(!batches.contains { $0.touched.contains { $0.string.contains("cookie") } }, "round \(round)")
      }
    }
  }

  @Test(arguments: WatcherKind.all)
  func `cookies come through when their folder was taken away and made anew`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    try await place.watched(by: kind) { delivered in
      try place.remove(".freshet")
      place.leaveCookie("first")
      try await delivered.next { $0.cookies.contains("first") }
      place.leaveCookie("second")
      try await delivered.next { $0.cookies.contains("second") }
    }
  }

  @Test func `a folder for cookies is made anew, but not while its tree is being removed`() async throws {
    let place = WatchedScratch()
    for number in 0..<10 { place.write("text", to: "folder\(number)/a.md") }
    try await place.watched(by: WatcherKind.inotify) { delivered in
      let start = ContinuousClock.now
      try place.remove(".freshet")
      for number in 0..<10 {
        try place.remove("folder\(number)")
        try await delivered.next { $0.contains { !$0.isEmpty } }
        let isThere = access(place.at(".freshet"), F_OK) == 0
        // Under load the tree may have been quiet for longer than it has to be.
        if ContinuousClock.now - start < .milliseconds(900) { #expect(!isThere) }
      }
      let deadline = ContinuousClock.now + .seconds(60)
      while access(place.tree.cookies, F_OK) != 0, ContinuousClock.now < deadline {
        try await delivered.next { !$0.isEmpty }
      }
      place.leaveCookie("cookie")
      try await delivered.next { $0.cookies.contains("cookie") }
    }
  }

  @Test(arguments: WatcherKind.all)
  func `without news a heartbeat says up to when that is so`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    place.write("text", to: "a.md")
    let start = WatcherKind.systemClock()
    try await place.watched(by: kind.make(WatchedDirectory(root: place.tree.root), nil, WatcherKind.lateClock)) {
      delivered in
      let batches = try await delivered.next { $0.count == 5 }
      let marks = try batches.map { try #require($0.upTo) }
      #expect(marks == marks.sorted())
      #expect(marks[0] < marks[4])
      #expect(marks[0] >= start)
      #expect(batches.map(\.isEmpty) == [false, true, true, true, true])
      #expect(batches.allSatisfy { $0.health == kind.health })
    }
  }

  @Test(arguments: WatcherKind.all)
  func `everything that ended before upTo is named by then`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    try await place.watched(by: kind) { delivered in
      for round in 0..<50 {
        place.write("text", to: "folder\(round)/a.md")
        let written = WatcherKind.lateClock()
        let batches = try await delivered.next { $0.contains { $0.upTo.map { $0 > written } ?? false } }
        #expect(batches.names("folder\(round)/a.md"), "round \(round)")
      }
    }
  }

  @Test(arguments: WatcherKind.all)
  func `two thousand files of one process come in few batches`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    place.makeFolder("docs")
    try await place.watched(by: kind, now: WatcherKind.lateClock) { delivered in
      let paths = (0..<2_000).map { "docs/\($0).md" }
      for path in paths { place.write("text", to: path) }
      let batches = try await delivered.next(naming: paths).filter { !$0.isEmpty }
      #expect(batches.count < 200)
    }
  }

  @Test(arguments: WatcherKind.all)
  func `folders that appear during the look at others are watched, all of them`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    try await place.watched(by: kind) { delivered in
      let paths = (0..<300).map { "folder\($0)/deep/deeper/a.md" }
      for path in paths { place.write("text", to: path) }
      try await place.catchUp(&delivered)
      for path in paths { place.append("more", to: path) }
      place.leaveCookie("cookie")
      let batches = try await delivered.next { $0.cookies.contains("cookie") }
      #expect(paths.filter { !batches.names($0) } == [])
    }
  }

  @Test(arguments: WatcherKind.all)
  func `the next batch waits until the last one was taken, and then holds all that came since`(
    kind: WatcherKind
  ) async throws {
    let place = WatchedScratch()
    let (gate, opener) = AsyncStream.makeStream(of: Void.self)
    let (stream, continuation) = AsyncStream.makeStream(of: WatchBatch.self)
    let watcher = kind.make(WatchedDirectory(root: place.tree.root), nil, WatcherKind.lateClock)
    try await withThrowingTaskGroup { group in
      group.addTask {
        try await watcher.run { batch in
          continuation.yield(batch)
          for await _ in gate { break }
        }
      }
      var delivered = Delivered(stream)
      try await delivered.next { _ in true }
      let paths = (0..<100).map { "folder\($0)/a.md" }
      for path in paths { place.write("text", to: path) }
      opener.yield()
      let batches = try await delivered.next { _ in true }
      #expect(paths.allSatisfy { batches.names($0) })
      opener.finish()
      group.cancelAll()
      await #expect(throws: CancellationError.self) { try await group.next() }
    }
  }

  @Test(arguments: WatcherKind.all)
  func `a root that goes is reported, and so is its return, after which it is watched again`(kind: WatcherKind)
    async throws
  {
    let place = WatchedScratch()
    place.write("text", to: "a.md")
    try await place.watched(by: kind) { delivered in
      place.scratch.write("", to: "aside")
      try place.remove("")
      let gone = try await delivered.next { $0.last?.health.name == "blind" }
      let blind = try #require(gone.last)
      #expect(blind.scopes == [""])
      #expect(blind.upTo == nil)
      #expect(blind.health == .blind(why: WatchingError.rootMissing(place.tree.root).description))
      let still = try await delivered.next { $0.count == 2 }
      #expect(still == [WatchBatch(health: blind.health), WatchBatch(health: blind.health)])

      place.write("text", to: "docs/b.md")
      let back = try await delivered.next { $0.last?.health == kind.health }
      #expect(back.last?.scopes == [""])
      place.append("more", to: "docs/b.md")
      try await delivered.next(naming: ["docs/b.md"])
      place.leaveCookie("cookie")
      try await delivered.next { $0.cookies.contains("cookie") }
    }
  }

  @Test(arguments: WatcherKind.all)
  func `another folder at the root's path is watched in its place`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    place.write("text", to: "a.md")
    place.scratch.write("other", to: "other/docs/b.md")
    try await place.watched(by: kind) { delivered in
      try #require(rename(place.at(""), place.scratch.at("aside")) == 0)
      try #require(rename(place.scratch.at("other"), place.scratch.at("root")) == 0)
      let told = try await delivered.next(naming: ["a.md", "docs/b.md"])
      if kind.health == .watching { #expect(told.last?.health.name == "blind") }
      try await delivered.next { $0.last?.health == kind.health && $0.last?.upTo != nil }
      place.append("more", to: "docs/b.md")
      try await delivered.next(naming: ["docs/b.md"])
    }
  }

  @Test(arguments: WatcherKind.all)
  func `a missing root is reported first, and watched when it comes`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    try place.remove("")
    try await place.watched(by: kind) { delivered in
      place.write("text", to: "a.md")
      try await delivered.next { $0.last?.health == kind.health }
      place.append("more", to: "a.md")
      try await delivered.next(naming: ["a.md"])
    }
  }

  @Test(arguments: WatcherKind.all)
  func `a cancelled watcher ends at once, not at its next heartbeat`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    let directory = WatchedDirectory(root: place.tree.root)
    let watcher: any SourceWatcher =
      kind.description == "inotify"
      ? InotifyWatcher(directory: directory, cookies: nil, heartbeat: .seconds(600), now: WatcherKind.systemClock)
      : PollingWatcher(
        directory: directory, cookies: nil, every: .seconds(600), heartbeat: .seconds(600), why: "",
        now: WatcherKind.systemClock)
    var cancelled = ContinuousClock.now
    try await place.watched(by: watcher) { delivered in
      try await delivered.next { _ in true }
      cancelled = .now
    }
    // At once, but for what else this machine does meanwhile.
    #expect(ContinuousClock.now - cancelled < .seconds(60))
  }

  @Test(arguments: WatcherKind.all)
  func `what the receiver throws ends the watcher`(kind: WatcherKind) async throws {
    struct Refused: Error {}
    let place = WatchedScratch()
    let watcher = kind.make(WatchedDirectory(root: place.tree.root), nil, WatcherKind.systemClock)
    await #expect(throws: Refused.self) { try await watcher.run { _ in throw Refused() } }
  }
}
