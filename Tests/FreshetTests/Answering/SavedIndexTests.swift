import FreshetCorpus
import Foundation
import Freshet
import FreshetTestSupport
import GRDB
import Logging
import Testing

/// The index that lies saved beside the store: answers are those of one made anew, whatever became of the file or the store.
struct SavedIndexTests {
  private let world: SavedIndexWorld

  init() async throws { world = try await SavedIndexWorld() }

  @Test(arguments: [IndexChoice.exact, .lsh])
  func `the index is saved after the first question, and the next cache answers from it without reading a vector`(
    choice: IndexChoice
  ) async throws {
    try world.removeFile()
    let first = try world.cache(choice)
    let answers = try await world.answers(first)
    let saved = try #require(try world.fileNumber)
    await first.indexTended()
    #expect(try world.fileNumber == saved, "it was saved once")
    try world.execute("UPDATE vectors SET components = zeroblob(1536)")
    let second = try world.cache(choice)
    #expect(try await world.answers(second) == answers)
    await second.indexTended()
    #expect(try world.fileNumber == saved)
    #expect(try await second.status().index.kind == (choice == .lsh ? .lsh : .exact))
  }

  @Test(arguments: [IndexChoice.exact, .lsh])
  func `what has changed since it was saved is followed: edited, new, moved, gone, pushed`(choice: IndexChoice)
    async throws
  {
    _ = try await world.answers(world.cache(choice))
    let saved = try world.fileNumber
    try world.documents.write(passages: 60, to: "d1.md", seed: 801)
    try world.documents.write(passages: 140, to: "d2.md", seed: 802)
    try world.documents.write(passages: 50, to: "new.md", seed: 803)
    try world.tree.move("d3.md", to: "moved/d3.md")
    for name in ["d4.md", "d5.md"] { try world.tree.remove(name) }
    let writer = try world.cache(choice)
    try await writer.reindex()
    try await writer.put("A zeppelin over the harbour.", as: "zeppelin")
    let followed = try await world.answers(world.cache(choice))
    #expect(try world.fileNumber == saved, "the tail is too short to be saved")
    let scope = try await world.scoped(world.cache(choice))
    #expect(try followed == (await world.answersMadeAnew(choice)))
    try world.removeFile()
    #expect(try await world.scoped(world.cache(choice)) == scope)
  }

  @Test(arguments: [IndexChoice.exact, .lsh])
  func `reindex saves the index, so that no question makes it`(choice: IndexChoice) async throws {
    try world.removeFile()
    try await world.cache(choice).reindex()
    let saved = try #require(try world.fileNumber)
    try world.execute("UPDATE vectors SET components = zeroblob(1536)")
    let cache = try world.cache(choice)
    _ = try await cache.retrieve("gate", mode: .vector)
    #expect(try await cache.status().index.kind == (choice == .lsh ? .lsh : .exact))
    #expect(try await cache.retrieve("gate", limit: 10_000, mode: .vector, recall: .exact).hits.count >= 5_000)
    #expect(try world.fileNumber == saved)
  }

  @Test func `a reindexing after which little has changed leaves the saved index`() async throws {
    let saved = try world.fileNumber
    try world.documents.write(passages: 20, to: "d1.md", seed: 801)
    try await world.cache(.exact).reindex()
    #expect(try world.fileNumber == saved)
  }

  @Test func `a watch saves the index that is missing`() async throws {
    try world.removeFile()
    let cache = try world.cache(.lsh)
    let watching = Task { try await cache.watch() }
    try await eventually("a saved index") { try world.fileNumber != nil }
    #expect(try await cache.status().index.vectors == nil, "nobody asked, so it isn't kept in memory")
    watching.cancel()
    _ = await watching.result
  }

  @Test func `a tail that is long is saved, so that nobody follows it again`() async throws {
    _ = try await world.answers(world.cache(.exact))
    let saved = try world.fileNumber
    for number in 0..<12 { try world.documents.write(passages: 100, to: "d\(number).md", seed: UInt64(900 + number)) }
    try await world.cache(.exact).reindex()
    let followed = try await world.answers(world.cache(.exact))
    #expect(try world.fileNumber != saved)
    #expect(try followed == (await world.answersMadeAnew(.exact)))
  }

  /// A vector that isn't what was written can't be found; the reader of the saved index must know it, too.
  @Test func `passages that had no sound vector are still reported, and found once they are mended`() async throws {
    try world.removeFile()
    try world.execute("UPDATE vectors SET components = zeroblob(1536) WHERE id <= 3")
    let reason: AdvisedText = "3 passages have no usable vector: \(run: .reindex(all: true))"
    for _ in 0..<2 {
      let answer = try await world.cache(.exact).retrieve("gate", mode: .vector)
      #expect(answer.completeness.reasons.contains(reason))
    }
    try await world.cache(.exact).reindex(readingEverything: true)
    let mended = try await world.answers(world.cache(.exact))
    #expect(mended.reasons.isDisjoint(with: [reason]))
    #expect(try mended == (await world.answersMadeAnew(.exact)))
  }

  @Test(arguments: FileMishap.allCases)
  func `a file that is gone, or isn't one that serves, costs nothing but time`(mishap: FileMishap) async throws {
    let truth = try await world.answers(world.cache(.exact))
    try world.tamper(mishap)
    let before = try world.fileNumber
    let embedder = ObservedEmbedder()
    let log = RecordedWarnings()
    let cache = try world.cache(.exact, embedder: embedder, logger: log.logger)
    #expect(try await world.answers(cache) == truth)
    #expect(embedder.embedded.isEmpty)
    #expect(log.reasons == mishap.reasons)
    #expect(try world.fileNumber != before, "it was saved anew")
    let again = try world.fileNumber
    #expect(try await world.answers(world.cache(.exact)) == truth)
    #expect(try world.fileNumber == again)
  }

  @Test func `rows damaged on the disk are noticed when they are served, and the answer is right`() async throws {
    let truth = try await world.answers(world.cache(.exact))
    try world.damage(everyRow: true)
    let before = try world.fileNumber
    #expect(try await world.answers(world.cache(.exact)) == truth)
    #expect(try world.fileNumber != before)
    #expect(try await world.answers(world.cache(.exact)) == truth)
  }

  @Test func `rows damaged on the disk that no search reads are noticed by maintenance`() async throws {
    let truth = try await world.answers(world.cache(.exact))
    try world.damage(everyRow: false)
    let before = try world.fileNumber
    let cache = try world.cache(.exact)
    _ = try await cache.retrieve("gate", mode: .vector)
    await cache.indexTended()
    #expect(try await world.answers(cache) == truth)
    #expect(try world.fileNumber != before)
  }

  @Test func `an index of another kind is made where it is asked for`() async throws {
    let cache = try world.cache(.lsh)
    let answers = try await world.answers(cache)
    #expect(try await cache.status().index.kind == .lsh)
    #expect(try answers == (await world.answersMadeAnew(.exact)))
  }

  @Test func `an index of another space is not opened, although the store's history goes on`() async throws {
    _ = try await world.answers(world.cache(.exact))
    let other = HashedNGramEmbedder(seed: 7)
    try await world.cache(.exact, embedder: other).reindex()
    let answers = try await world.answers(world.cache(.exact, embedder: other))
    try world.removeFile()
    #expect(try await world.answers(world.cache(.exact, embedder: other)) == answers)
  }

  @Test func `a store that was restored from a backup is not answered for by the index of a future it never had`()
    async throws
  {
    let backup = try world.backUp()
    try await world.cache(.exact).put("A zeppelin over the harbour.", as: "craft")
    _ = try await world.answers(world.cache(.exact))
    try world.restore(backup)
    try await world.cache(.exact).put("A submarine under the harbour.", as: "craft")
    let answers = try await world.answers(world.cache(.exact))
    let found = try await world.cache(.exact).retrieve("submarine under the harbour", limit: 1, mode: .vector)
    #expect(found.hits.map(\.text) == ["A submarine under the harbour."])
    #expect(try answers == (await world.answersMadeAnew(.exact)))
  }

  @Test func `where no file can be written the index is made at each start`() async throws {
    try world.removeFile()
    try FileManager.default.createDirectory(atPath: world.file, withIntermediateDirectories: true)
    let answers = try await world.answers(world.cache(.exact))
    #expect(try await world.answers(world.cache(.exact)) == answers)
    #expect(try world.namesOfIndexes == ["index"], "and no draft stays")
    try FileManager.default.removeItem(atPath: world.file)
    #expect(try await world.answers(world.cache(.exact)) == answers)
  }

  @Test func `a cache whose store was replaced neither answers nor saves its index into the new one`() async throws {
    _ = try await world.answers(world.cache(.exact))
    let store = world.tree.root + "/.freshet"
    try FileManager.default.copyItem(atPath: store, toPath: world.tree.root + "/backup")
    let cache = try world.cache(.exact)
    for number in 0..<12 { try world.documents.write(passages: 100, to: "d\(number).md", seed: UInt64(900 + number)) }
    try await cache.reindex()
    try FileManager.default.moveItem(atPath: store, toPath: world.tree.root + "/aside")
    try FileManager.default.moveItem(atPath: world.tree.root + "/backup", toPath: store)
    let saved = try world.fileNumber
    await #expect(throws: StorageError.replaced(path: store)) { try await cache.retrieve("gate", mode: .vector) }
    await cache.indexTended()
    #expect(try world.fileNumber == saved)
  }

  /// As `cp` does with an existing file: the mapped pages change, and those beyond the new end vanish.
  @Test(arguments: [0, 4_096, 1_000_000])
  func `a cache notices when its mapped index file is overwritten`(length: Int) async throws {
    let truth = try await world.answers(world.cache(.exact))
    let cache = try world.cache(.exact)
    #expect(try await world.answers(cache) == truth)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: world.file))
    try file.truncate(atOffset: UInt64(length))
    try file.close()
    #expect(try await world.answers(cache) == truth)
  }

  @Test func `an index of few passages isn't saved`() async throws {
    let small = try IndexWorld()
    try small.write(passages: 50, to: "d.md", seed: 1)
    let cache = try small.cache(.exact)
    try await cache.reindex()
    _ = try await cache.retrieve("gate")
    await cache.indexTended()
    #expect(!FileManager.default.fileExists(atPath: small.tree.root + "/.freshet/index"))
  }
}

enum FileMishap: String, CaseIterable {
  case gone, empty, foreign, torn, ofANewerVersion, flippedDirectory, flippedRoster

  /// What is reported of it.
  var reasons: [String] {
    switch self {
    case .gone: []
    case .empty, .foreign: ["it is not an index file"]
    case .ofANewerVersion: ["its format is 2, but this version of freshet needs 1"]
    case .torn, .flippedDirectory, .flippedRoster: ["it is damaged: it is truncated, or does not match its checksums"]
    }
  }
}

/// 5,000 passages in 50 documents, indexed once for all tests, of which each has a copy.
struct SavedIndexWorld {
  let documents: IndexWorld
  var tree: DocumentTree { documents.tree }
  var file: String { tree.root + "/.freshet/index" }
  private static let questions = IndexWorld.questions(50, seed: 70)
  private static let indexed = Task {
    let world = try IndexWorld()
    for number in 0..<50 { try world.write(passages: 100, to: "d\(number).md", seed: UInt64(number)) }
    try await world.cache(.exact).reindex()
    return world
  }

  init() async throws {
    let original = try await Self.indexed.value
    documents = try IndexWorld()
    for name in try FileManager.default.contentsOfDirectory(atPath: original.tree.root) {
      try FileManager.default.copyItem(
        atPath: original.tree.root + "/" + name, toPath: documents.tree.root + "/" + name)
    }
  }

  func cache(
    _ index: IndexChoice, embedder: some Embedder = HashedNGramEmbedder(), logger: Logger = RetrievalCache.silent
  ) throws -> RetrievalCache {
    try RetrievalCache.open(
      at: .beside(tree.root), embedder: embedder, sources: [SourceConfiguration(root: tree.root)],
      options: CacheOptions(index: index, clock: tree.later, logger: logger))
  }

  struct Answers: Equatable {
    let found: [[FoundLine]]
    let addresses: Set<ContentAddress>
    let reasons: Set<AdvisedText>
  }

  /// By meaning and by both, and every address that can be found; then waits for the maintenance that this started.
  func answers(_ cache: RetrievalCache) async throws -> Answers {
    let near = try await cache.retrieve(Self.questions, mode: .vector, recall: .exact)
    let both = try await cache.retrieve(Array(Self.questions.prefix(10)), mode: .hybrid, recall: .exact)
    let all = try await cache.retrieve("gate", limit: 10_000, mode: .vector, recall: .exact)
    await cache.indexTended()
    let reasons = (near + both).flatMap(\.completeness.reasons)
    return Answers(
      found: (near + both).map(\.found), addresses: Set(all.hits.map(\.certificate.address)),
      reasons: Set(reasons.filter { !$0.description.contains("may have changed since") }))
  }

  func answersMadeAnew(_ choice: IndexChoice) async throws -> Answers {
    try removeFile()
    return try await answers(cache(choice))
  }

  /// Of some documents only.
  func scoped(_ cache: RetrievalCache) async throws -> [[FoundLine]] {
    let some = Set(
      try await cache.served().map(\.document).filter { $0.path.hasSuffix("1.md") || $0.path.contains("moved") })
    return try await cache.retrieve(Self.questions, mode: .vector, recall: .exact, among: some).map(\.found)
  }

  func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: tree.root + "/.freshet/store.sqlite")
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  var namesOfIndexes: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: tree.root + "/.freshet").filter { $0.hasPrefix("index") }
    }
  }

  /// Another one each time the file is saved; nil without it.
  var fileNumber: Int? {
    get throws {
      guard FileManager.default.fileExists(atPath: file) else { return nil }
      return try FileManager.default.attributesOfItem(atPath: file)[.systemFileNumber] as? Int
    }
  }

  func removeFile() throws { try FileManager.default.removeItem(atPath: file) }

  private var bytes: Data { get throws { try Data(contentsOf: URL(fileURLWithPath: file)) } }

  func tamper(_ mishap: FileMishap) throws {
    var bytes = try bytes
    switch mishap {
    case .gone: return try removeFile()
    case .empty: bytes = Data()
    case .foreign: bytes = Data(repeating: 7, count: 10_000)
    case .torn: bytes = bytes.prefix(bytes.count / 2)
    case .ofANewerVersion: bytes[8] = 2
    case .flippedDirectory: bytes[bytes.count - 5] ^= 1
    case .flippedRoster:
      // The first part that is written.
      bytes[try parts().first { $0.count > 64 }!.lowerBound + 40] ^= 1
    }
    try bytes.write(to: URL(fileURLWithPath: file))
  }

  /// By the offsets of docs/FORMAT.md.
  private func parts() throws -> [Range<Int>] {
    let bytes = try bytes
    func word(_ offset: Int) -> Int { (0..<8).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) } }
    let directory = word(24)
    return (0..<word(directory)).map {
      let entry = directory + 8 + 24 * $0
      return word(entry)..<word(entry) + word(entry + 8)
    }
  }

  /// Turns over the lowest bit of every exponent, so that each component is twice or half what it was; or writes zeros over the
  /// second page of rows.
  func damage(everyRow: Bool) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: file))
    var bytes = Array(try bytes)
    let pages = try parts().filter { $0.count == 4 * 384 * 256 }
    for page in everyRow ? pages : [pages[1]] {
      for place in page { bytes[place] = everyRow ? bytes[place] ^ (place % 4 == 2 ? 0x80 : 0) : 0 }
      try file.seek(toOffset: UInt64(page.lowerBound))
      try file.write(contentsOf: Data(bytes[page]))
    }
    try file.close()
  }

  /// The database as it is, while nobody has it open.
  func backUp() throws -> [String: Data] {
    let names = ["store.sqlite", "store.sqlite-wal"].filter {
      FileManager.default.fileExists(atPath: tree.root + "/.freshet/" + $0)
    }
    return Dictionary(
      uniqueKeysWithValues: try names.map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: tree.root + "/.freshet/" + $0)))
      })
  }

  func restore(_ backup: [String: Data]) throws {
    for name in ["store.sqlite", "store.sqlite-wal", "store.sqlite-shm"] {
      try? FileManager.default.removeItem(atPath: tree.root + "/.freshet/" + name)  // not all of them need be there
    }
    for (name, data) in backup { try data.write(to: URL(fileURLWithPath: tree.root + "/.freshet/" + name)) }
  }
}
