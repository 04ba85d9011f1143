import FreshetCorpus
import Foundation
import Testing
import FreshetWatching

/// What must not be reported, and what must be reported although the rules excluded it before.
@Suite(.serialized, .timeLimit(.minutes(2))) struct WatcherRulesTests {
  /// Does something that nobody should hear of, and gives what was named up to a cookie left after it.
  private func named(
    by kind: WatcherKind, in place: WatchedScratch, directory: WatchedDirectory? = nil, after act: () throws -> Void
  ) async throws -> [WatchBatch] {
    var named: [WatchBatch] = []
    try await place.watched(by: kind, directory: directory, now: WatcherKind.lateClock) { delivered in
      place.leaveCookie("before")
      try await delivered.next { $0.cookies.contains("before") }
      try act()
      place.leaveCookie("after")
      named = try await delivered.next { $0.cookies.contains("after") }
    }
    return named
  }

  private func expectNothing(_ batches: [WatchBatch], _ kind: WatcherKind) {
    #expect(batches.touched == [])
    #expect(batches.scopes == [])
    #expect(Set(batches.map(\.health)) == [kind.health])
  }

  @Test(arguments: WatcherKind.all)
  func `what happens in an ignored folder is not reported, nor to an ignored file`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    place.write("node_modules\n*.log\nbuild/\n", to: ".gitignore")
    for path in ["node_modules/one/a.js", "build/a.o", "a.md", "docs/server.log"] { place.write("text", to: path) }
    let batches = try await named(by: kind, in: place) {
      place.write("text", to: "node_modules/two/b.js")
      place.append("more", to: "node_modules/one/a.js")
      place.append("more", to: "docs/server.log")
      place.write("text", to: "docs/other.log")
      place.write("text", to: "build/b.o")
      try place.remove("node_modules/one")
      place.write("text", to: "docs/node_modules/c.js")
    }
    expectNothing(batches, kind)
  }

  @Test(arguments: WatcherKind.all)
  func `what a source excludes or doesn't include is not reported`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    for path in ["drafts/a.md", "b.txt"] { place.write("text", to: path) }
    let directory = WatchedDirectory(root: place.tree.root, include: ["*.md"], exclude: ["drafts/"])
    let batches = try await named(by: kind, in: place, directory: directory) {
      place.append("more", to: "drafts/a.md")
      place.append("more", to: "b.txt")
    }
    expectNothing(batches, kind)
  }

  @Test(arguments: WatcherKind.all)
  func `what has a hidden or secret-like name is not reported, unless it is named`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    for path in [".github/a.md", ".notes.md", "id_rsa", "a.md"] { place.write("text", to: path) }
    let batches = try await named(by: kind, in: place) {
      place.append("more", to: ".github/a.md")
      place.append("more", to: ".notes.md")
      place.append("more", to: "id_rsa")
      place.write("text", to: ".env")
      place.write("text", to: ".new/b.md")
    }
    expectNothing(batches, kind)
    let directory = WatchedDirectory(root: place.tree.root, named: [".github", "id_rsa"])
    try await place.watched(by: kind, directory: directory) { delivered in
      place.append("more", to: ".github/a.md")
      place.append("more", to: "id_rsa")
      try await delivered.next(naming: [".github/a.md", "id_rsa"])
    }
  }

  @Test(arguments: WatcherKind.all)
  func `the store's own writes and git's are not reported`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    place.makeFolder(".git/refs")
    let batches = try await named(by: kind, in: place) {
      place.write("text", to: ".freshet/store.db")
      place.write("text", to: "docs/../.freshet/deep/store.db-wal")
      place.write("text", to: ".git/refs/head")
      place.write("text", to: ".git/index")
    }
    expectNothing(batches.map { withoutFolder("docs", $0) }, kind)
  }

  @Test(arguments: WatcherKind.all)
  func `the store's own writes are not reported, whatever the name of its folder`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    for path in ["docs/a.md", "docs/my/store.sqlite"] { place.write("text", to: path) }
    let directory = WatchedDirectory(root: place.tree.root, storeFolder: "docs/my")
    let batches = try await named(by: kind, in: place, directory: directory) {
      place.append("more", to: "docs/my/store.sqlite")
      place.write("text", to: "docs/my/store.sqlite-wal")
      place.write("text", to: "docs/my/index.1.new")
      place.rename("docs/my/index.1.new", to: "docs/my/index")
      try place.remove("docs/my/store.sqlite-wal")
      try place.remove("docs/my")
      place.write("text", to: "docs/my/store.sqlite")
      place.write("text", to: "docs/my/deep/writer.lock")
    }
    expectNothing(batches, kind)
  }

  @Test(arguments: WatcherKind.all)
  func `the watcher reports every change beside the store's folder`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    place.write("text", to: "docs/my/store.sqlite")
    let directory = WatchedDirectory(root: place.tree.root, storeFolder: "docs/my")
    try await place.watched(by: kind, directory: directory) { delivered in
      for path in ["docs/my.md", "docs/mine/a.md", "my/b.md"] { place.write("text", to: path) }
      try await delivered.next(naming: ["docs/my.md", "docs/mine/a.md", "my/b.md"])
    }
  }

  private func withoutFolder(_ folder: String, _ batch: WatchBatch) -> WatchBatch {
    var batch = batch
    batch.scopes.remove(ExactPath(folder))
    return batch
  }

  @Test(arguments: WatcherKind.all)
  func `reading, listing and scanning are not reported`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    for path in ["a.md", "docs/b.md"] { place.write("text", to: path) }
    place.link("link.md", to: "a.md")
    let directory = WatchedDirectory(root: place.tree.root)
    let batches = try await named(by: kind, in: place) {
      let report = try directory.scan(now: WatcherKind.systemClock)
      for file in report.files { _ = try directory.read(file.path, now: WatcherKind.systemClock) }
      try run("/bin/cat", [place.at("a.md"), place.at("docs/b.md")])
      try run("/bin/ls", ["-laR", place.at("")])
    }
    expectNothing(batches, kind)
  }

  @Test(arguments: WatcherKind.all, [".gitignore", ".freshetignore", ".git/info/exclude"])
  func `a changed ignore file brings a folder in, which is watched from then on`(
    kind: WatcherKind, rules: String
  ) async throws {
    let place = WatchedScratch()
    place.write("hidden/\n", to: rules)
    place.write("text", to: "hidden/deep/a.md")
    try await place.watched(by: kind) { delivered in
      place.write("other/\n", to: rules)
      try await delivered.next(naming: ["hidden/deep/a.md"])
      try await place.catchUp(&delivered)
      place.append("more", to: "hidden/deep/a.md")
      try await delivered.next(naming: ["hidden/deep/a.md"])
      try await place.catchUp(&delivered)
      place.write("text", to: "hidden/deep/b.md")
      try await delivered.next(naming: ["hidden/deep/b.md"])
      try await place.catchUp(&delivered)
      place.write("hidden/\n", to: rules + ".tmp")
      place.rename(rules + ".tmp", to: rules)
      try await delivered.next(naming: ["hidden/deep/b.md"])
    }
  }

  @Test(arguments: WatcherKind.all)
  func `a document that becomes a folder which the rules exclude is reported, also by way of a link`(
    kind: WatcherKind
  ) async throws {
    let place = WatchedScratch()
    place.write("build/\n", to: ".gitignore")
    for path in ["build", "target"] { place.write("text", to: path) }
    place.makeFolder("docs")
    place.link("docs/build", to: "../target")
    try await place.watched(by: kind, now: WatcherKind.lateClock) { delivered in
      for path in ["build", "target"] {
        try place.remove(path)
        place.makeFolder(path)
      }
      try await delivered.next(naming: ["build", "docs/build"])
      try await place.catchUp(&delivered)
      try place.remove("target")
      place.write("text", to: "target")
      try await delivered.next(naming: ["target", "docs/build"])
    }
  }

  @Test(arguments: WatcherKind.all)
  func `an exclude file of git that comes later counts from then on`(kind: WatcherKind) async throws {
    let place = WatchedScratch()
    place.write("text", to: "hidden/a.md")
    try await place.watched(by: kind) { delivered in
      place.write("hidden/\n", to: ".git/info/exclude")
      try await delivered.next(naming: ["hidden/a.md"])
      // Once it is in force; what is made afterwards stays untold.
      place.write("other/\n", to: ".git/info/exclude")
      try await delivered.next(naming: ["hidden/a.md"])
    }
  }
}
