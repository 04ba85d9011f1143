import FreshetCorpus
import Foundation
import Testing
import FreshetWatching

/// Every way in which files change, and the paths that must be named for it.
@Suite(.serialized, .timeLimit(.minutes(2))) struct WatcherChangeTests {
  struct Operation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let names: [String]
    let perform: @Sendable (WatchedScratch) throws -> Void

    init(_ description: String, names: [String], _ perform: @escaping @Sendable (WatchedScratch) throws -> Void) {
      testDescription = description
      self.names = names
      self.perform = perform
    }
  }

  static let operations = [
    Operation("create", names: ["docs/new.md"]) { $0.write("text", to: "docs/new.md") },
    Operation("create an empty file", names: ["new.md"]) { $0.write("", to: "new.md") },
    Operation("edit", names: ["a.md"]) { $0.write("other", to: "a.md") },
    Operation("append", names: ["docs/b.md"]) { $0.append("more", to: "docs/b.md") },
    Operation("atomic save", names: ["a.md"]) {
      $0.write("saved", to: "a.md.tmp")
      $0.rename("a.md.tmp", to: "a.md")
    },
    Operation("save as vim does", names: ["docs/b.md"]) {
      $0.write("", to: "docs/.b.md.swp")
      $0.write("", to: "docs/4913")
      try $0.remove("docs/4913")
      $0.rename("docs/b.md", to: "docs/b.md~")
      $0.write("saved", to: "docs/b.md")
      try $0.remove("docs/b.md~")
      try $0.remove("docs/.b.md.swp")
    },
    Operation("rename a file", names: ["a.md", "c.md"]) { $0.rename("a.md", to: "c.md") },
    Operation("move a file to another folder", names: ["a.md", "docs/a.md"]) { $0.rename("a.md", to: "docs/a.md") },
    Operation("rename a folder", names: ["docs/b.md", "docs/deep/c.md", "papers/b.md", "papers/deep/c.md"]) {
      $0.rename("docs", to: "papers")
    },
    Operation("exchange two folders", names: ["docs/b.md", "docs/z.md", "more/b.md", "more/z.md"]) {
      $0.rename("docs", to: "aside")
      $0.rename("more", to: "docs")
      $0.rename("aside", to: "more")
    },
    Operation("delete a file", names: ["a.md"]) { try $0.remove("a.md") },
    Operation("delete a folder", names: ["docs/b.md", "docs/deep/c.md"]) { try $0.remove("docs") },
    Operation("delete a folder and make it anew", names: ["docs/b.md", "docs/other.md"]) {
      try $0.remove("docs")
      $0.write("text", to: "docs/other.md")
    },
    Operation("make nested folders with files at once", names: ["x/1.md", "x/y/2.md", "x/y/z/3.md"]) {
      for path in ["x/y/z/3.md", "x/y/2.md", "x/1.md"] { $0.write("text", to: path) }
    },
    Operation("chmod", names: ["a.md"]) { chmod($0.at("a.md"), 0o600) },
    Operation("chmod of a folder", names: []) { chmod($0.at("docs"), 0o700) },
    Operation("an old time of modification", names: ["a.md"]) {
      let past = timespec(tv_sec: 1_000_000_000, tv_nsec: 0)
      precondition(utimensat(AT_FDCWD, $0.at("a.md"), [past, past], 0) == 0, "errno \(errno)")
    },
    Operation("a hard link", names: ["docs/twin.md"]) {
      precondition(link($0.at("a.md"), $0.at("docs/twin.md")) == 0, "errno \(errno)")
    },
    Operation("a link to a file", names: ["link.md"]) { $0.link("link.md", to: "docs/b.md") },
    Operation("a link to a folder", names: ["link/b.md", "link/deep/c.md"]) { $0.link("link", to: "docs") },
    Operation("a file moved in from elsewhere", names: ["docs/in.md"]) {
      $0.scratch.write("text", to: "outside.md")
      $0.rename("../outside.md", to: "docs/in.md")
    },
    Operation("a folder moved away", names: ["docs/b.md", "docs/deep/c.md"]) { $0.rename("docs", to: "../gone") },
    Operation("a file becomes a folder", names: ["a.md", "a.md/x.md"]) {
      try $0.remove("a.md")
      $0.write("text", to: "a.md/x.md")
    },
  ]

  @Test(arguments: WatcherKind.all, operations)
  func `a change is named, and so is an edit of every file that is there afterwards`(
    kind: WatcherKind, operation: Operation
  ) async throws {
    let place = WatchedScratch()
    for path in ["a.md", "docs/b.md", "docs/deep/c.md", "more/z.md"] { place.write("text", to: path) }
    try await place.watched(by: kind) { delivered in
      try operation.perform(place)
      try await delivered.next(naming: operation.names)
      let report = try WatchedDirectory(root: place.tree.root).scan(now: WatcherKind.systemClock)
      for file in report.files.map(\.path) {
        try await place.catchUp(&delivered)
        place.append("edited", to: file)
        try await delivered.next(naming: [file])
      }
    }
  }

  @Test(arguments: WatcherKind.all)
  func `for a name that can't be decoded its folder is named`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    place.makeFolder("docs")
    try await place.watched(by: kind) { delivered in
      let path = Array(place.at("docs/").utf8) + [0x61, 0xE9, 0]
      let file = open(path.map { CChar(bitPattern: $0) }, O_CREAT | O_WRONLY, 0o644)
      try #require(file >= 0)
      close(file)
      let batches = try await delivered.next { $0.scopes.contains("docs") }
      #expect(batches.touched == [])
    }
  }

  @Test(arguments: WatcherKind.all)
  func `a file below a thousand folders, beyond the longest path of the system, is watched`(
    kind: WatcherKind
  ) async throws {
    let place = WatchedScratch()
    let folders = try place.scratch.dig(1_000, name: "folder", leaf: "z", in: "root")
    let deepest = folders[998] + "/z"
    try await place.watched(by: kind) { delivered in
      let file = try place.scratch.descend("root/" + deepest)
      try #require(fchmod(file, 0o600) == 0)
      close(file)
      try await delivered.next(naming: [deepest])
    }
  }

  @Test(arguments: WatcherKind.all)
  func `a file moved from one watched folder to another is named by both watchers`(kind: WatcherKind) async throws {
    let (one, other) = (WatchedScratch(), WatchedScratch())
    one.write("text", to: "docs/a.md")
    other.makeFolder("in")
    try await one.watched(by: kind) { left in
      try await other.watched(by: kind) { arrived in
        try #require(rename(one.at("docs"), other.at("in/docs")) == 0)
        try await left.next(naming: ["docs/a.md"])
        try await arrived.next(naming: ["in/docs/a.md"])
      }
    }
  }

  @Test(arguments: WatcherKind.all)
  func `an edit is named by every path that leads to the file`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    place.write("build/\n", to: ".gitignore")
    for path in ["docs/a.md", "build/deep/b.md"] { place.write("text", to: path) }
    place.link("file.md", to: "docs/a.md")
    place.link("folder", to: "docs")
    place.link("hidden.md", to: "build/deep/b.md")
    place.link("hidden", to: "build/deep")
    try await place.watched(by: kind) { delivered in
      place.append("more", to: "docs/a.md")
      try await delivered.next(naming: ["docs/a.md", "file.md", "folder/a.md"])
      try await place.catchUp(&delivered)
      place.append("more", to: "build/deep/b.md")
      try await delivered.next(naming: ["hidden.md", "hidden/b.md"])
      try await place.catchUp(&delivered)
      place.write("saved", to: "docs/a.tmp")
      place.rename("docs/a.tmp", to: "docs/a.md")
      try await delivered.next(naming: ["docs/a.md", "file.md", "folder/a.md"])
      try await place.catchUp(&delivered)
      place.append("more", to: "docs/a.md")
      try await delivered.next(naming: ["docs/a.md", "file.md", "folder/a.md"])
    }
  }

  @Test(arguments: WatcherKind.all)
  func `a link's path is named when what it leads to goes, comes or is another`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    for path in ["docs/a.md", "other/a.md"] { place.write("text", to: path) }
    place.link("way", to: "docs")
    place.link("file.md", to: "way/a.md")
    place.link("folder", to: "way")
    place.link("later.md", to: "docs/later.md")
    try await place.watched(by: kind) { delivered in
      place.write("text", to: "docs/later.md")
      try await delivered.next(naming: ["docs/later.md", "later.md"])
      try await place.catchUp(&delivered)
      place.rename("docs", to: "aside")
      try await delivered.next(naming: ["docs/a.md", "aside/a.md", "way/a.md", "folder/a.md", "file.md"])
      try await place.catchUp(&delivered)
      place.write("new", to: "docs/a.md")
      try await delivered.next(naming: ["docs/a.md", "way/a.md", "folder/a.md", "file.md"])
      try await place.catchUp(&delivered)
      place.append("more", to: "docs/a.md")
      try await delivered.next(naming: ["docs/a.md", "way/a.md", "folder/a.md", "file.md"])
      try await place.catchUp(&delivered)
      place.link("new way", to: "other")
      place.rename("new way", to: "way")
      try await delivered.next(naming: ["way/a.md", "folder/a.md", "file.md"])
      try await place.catchUp(&delivered)
      place.append("more", to: "other/a.md")
      try await delivered.next(naming: ["other/a.md", "way/a.md", "folder/a.md", "file.md"])
    }
  }
}
