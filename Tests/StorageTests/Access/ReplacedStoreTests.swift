import FreshetCorpus
import Foundation
import FreshetStorage
import FreshetTestSupport
import Testing

/// A store is the file that its path names now: a process that has another file open neither reads nor writes.
struct ReplacedStoreTests {
  private let folder: TemporaryFolder
  private let path: String
  private let backup: String
  private let store: Store

  /// A store with a document, and a backup from before that document.
  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/.freshet"
    backup = folder.path + "/backup"
    do {
      let first = try Store(at: path, for: .writing)
      try first.write { try StoredDocuments.install("old", ["one"], $0) }
    }
    try FileManager.default.copyItem(atPath: path, toPath: backup)
    store = try Store(at: path, for: .writing)
    try store.write { try StoredDocuments.install("new", ["two"], $0) }
  }

  private func run(_ script: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-ec", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(script)")
  }

  /// Every file below the folder except the locks, with its content.
  private func files() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where !name.hasSuffix("writer.lock") {
      files[name] = FileManager.default.contents(atPath: folder.path + "/" + name)
    }
    return files
  }

  @Test(arguments: [
    "rm -rf .freshet",
    "rm -rf .freshet; mkdir .freshet",
    "rm -rf .freshet; cp -a backup .freshet",
    "mv .freshet aside",
    "mv .freshet aside; cp -a backup .freshet",
    "mv .freshet aside; mv backup .freshet",
    "mv .freshet aside; ln -s backup .freshet",
    "rm .freshet/store.sqlite",
    "rm .freshet/store.sqlite-wal",
    "rm .freshet/store.sqlite-shm",
    "rm .freshet/store.sqlite*; cp backup/store.sqlite .freshet/",
    "cp -a .freshet/store.sqlite copy; mv copy .freshet/store.sqlite",
  ])
  func `whatever happens to a store's files, a process neither writes to new ones nor reads from deleted ones`(
    script: String
  ) throws {
    try run(script)
    let before = try files()
    #expect(throws: StorageError.replaced(path: path)) { try store.read { try $0.token() } }
    #expect(throws: StorageError.replaced(path: path)) {
      try store.write { try StoredDocuments.install("lost", ["three"], $0) }
    }
    #expect(throws: StorageError.replaced(path: path)) { try store.checkpoint() }
    #expect(try files() == before)
  }

  @Test func `a commit counts as not done if the store is removed during it`() throws {
    #expect(throws: StorageError.replaced(path: path)) {
      try store.write { writer in
        try StoredDocuments.install("lost", ["three"], writer)
        try run("rm -rf .freshet")
      }
    }
  }

  @Test(arguments: [
    "cp backup/store.sqlite .freshet/store.sqlite", "cp -p backup/store.sqlite .freshet/store.sqlite",
    "cp backup/* .freshet/", "cp -a backup/. .freshet/", "cat backup/store.sqlite > .freshet/store.sqlite",
    "truncate -s 4096 .freshet/store.sqlite",
  ])
  func `every process that has the file open notices a backup written over it`(script: String) throws {
    let reading = try Store(at: path, for: .reading)
    _ = try reading.read { try $0.token() }
    try store.checkpoint()
    try run(script)
    #expect(throws: StorageError.replaced(path: path)) { try store.write { try $0.record(tokensPerSecond: 1) } }
    #expect(throws: StorageError.replaced(path: path)) { try store.read { try $0.token() } }
    #expect(throws: StorageError.replaced(path: path)) { try reading.read { try $0.token() } }
  }

  @Test func `a process that knows a state from before a move notices that the file has that state again`() throws {
    let reading = try Store(at: path, for: .reading)
    _ = try reading.read { try $0.token() }
    try run("cp -p .freshet/store.sqlite saved")
    try store.checkpoint()
    try run("cp -p saved .freshet/store.sqlite")
    #expect(throws: StorageError.replaced(path: path)) { try store.write { try $0.record(tokensPerSecond: 1) } }
    #expect(throws: StorageError.replaced(path: path)) { try reading.read { try $0.token() } }
  }

  @Test func `a process that opens the file after a backup was written over it continues from the backup`() throws {
    try store.checkpoint()
    try run("rm .freshet/store.sqlite-wal .freshet/store.sqlite-shm; cp backup/store.sqlite .freshet/store.sqlite")
    let next = try Store(at: path, for: .writing)
    try next.write { try StoredDocuments.install("later", ["four"], $0) }
    #expect(try next.read { try $0.documentIDs() }.map(\.path) == ["later", "old"])
    #expect(throws: StorageError.replaced(path: path)) { try store.write { try $0.record(tokensPerSecond: 1) } }
  }

  @Test func `a store that was moved away and back stays usable`() throws {
    try run("mv .freshet aside")
    #expect(throws: StorageError.replaced(path: path)) { try store.read { try $0.token() } }
    try run("mv aside .freshet")
    try store.write { try StoredDocuments.install("later", ["three"], $0) }
    #expect(try store.read { try $0.documentIDs() }.map(\.path) == ["later", "new", "old"])
  }

  @Test func `a removed lock file doesn't disturb processes that read or wrote since the last move of the log`()
    throws
  {
    let (other, reading) = (try Store(at: path, for: .writing), try Store(at: path, for: .reading))
    for (number, writer) in [store, other, store].enumerated() {
      try writer.checkpoint()
      for store in [store, other, reading] { #expect(try store.read { try $0.documentIDs() }.count == 2 + number) }
      try run("rm .freshet/writer.lock")
      let third = try Store(at: path, for: .writing)
      try third.write { try StoredDocuments.install("round \(number)", ["text \(number)"], $0) }
      try third.checkpoint()
    }
    #expect(try other.read { try $0.documentIDs() }.count == 5)
  }

  @Test func `checkpoints by several processes disturb none of them`() throws {
    let (other, reading) = (try Store(at: path, for: .writing), try Store(at: path, for: .reading))
    for round in 0..<4 {
      let writer = round % 2 == 0 ? store : other
      try writer.write { try StoredDocuments.install("round \(round)", ["text \(round)"], $0) }
      try (round < 2 ? other : store).checkpoint()
      try (round % 2 == 0 ? other : store).compact()
    }
    #expect(try reading.read { try $0.documentIDs() }.count == 6)
  }

  @Test func `several processes can open a store whose last process moved the log as it closed`() throws {
    for round in 0..<3 {
      let last = folder.path + "/last"
      do {
        let store = try Store(at: last, for: .writing)
        try store.write { try StoredDocuments.install("round \(round)", ["text \(round)"], $0) }
      }
      let (one, other) = (try Store(at: last, for: .writing), try Store(at: last, for: .reading))
      let third = try Store(at: last, for: .writing)
      try third.write { try StoredDocuments.install("third \(round)", ["text"], $0) }
      try one.write { try StoredDocuments.install("one \(round)", ["text"], $0) }
      try third.checkpoint()
      #expect(try other.read { try $0.documentIDs() }.count == 3 * (round + 1))
    }
  }
}
