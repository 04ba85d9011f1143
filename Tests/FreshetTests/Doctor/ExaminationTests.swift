import FreshetCorpus
import Foundation
import GRDB
import Testing
@testable import Freshet

/// The machine that the tests run on, and stores in every state.
struct ExaminationTests {
  private let tree: DocumentTree

  init() throws {
    tree = try DocumentTree()
    try tree.write("# Pumps\n\nThe pumps start at four metres.\n", to: "deep/pumps.md")
  }

  private var store: String { tree.root + "/.freshet" }

  private func findings(_ clock: WallClock? = nil) async throws -> [HealthFinding] {
    try await Examination(store: store, isThorough: true, clock: clock ?? tree.later).findings()
  }

  private func verdicts(_ check: String) async throws -> [HealthVerdict] {
    try await findings().filter { $0.check == check }.map(\.verdict)
  }

  @Test func `a sound store has no problem, and every check says something of it`() async throws {
    try await tree.cache().reindex()
    let findings = try await findings()
    #expect(findings.filter { $0.verdict == .problem } == [])
    #expect(
      Set(findings.map(\.check)) == [
        "sqlite", "blas", "model", "descriptors", "limits", "clock", "store", "pages", "index", "room", "filesystem",
        "sources",
        "inotify", "embedder", "log",
      ])
    #expect(
      findings.first { $0.check == "sources" }?.found == "files: 1 file in \(tree.root); the system reports each change"
    )
  }

  @Test func `without a store the machine is examined`() async throws {
    let findings = try await Examination(store: nil).findings()
    #expect(findings.first { $0.check == "store" }?.verdict == .note)
    #expect(!findings.contains { ["pages", "index", "room", "sources"].contains($0.check) })
  }

  @Test func `a store that isn't there yet is made by nobody`() async throws {
    #expect(try await verdicts("store") == [.note])
    #expect(!FileManager.default.fileExists(atPath: store))
  }

  @Test func `a newer format is named, and nothing is changed`() async throws {
    try await tree.cache().reindex()
    try await execute("PRAGMA user_version = 99")
    let before = try Data(contentsOf: URL(fileURLWithPath: store + "/store.sqlite"))
    let finding = try await findings().first { $0.check == "store" }
    #expect(finding?.verdict == .problem)
    #expect(finding?.found == "\(store) has format 99, but this freshet reads only formats up to \(Store.format)")
    #expect(finding?.cure == "upgrade freshet")
    #expect(try Data(contentsOf: URL(fileURLWithPath: store + "/store.sqlite")) == before)
  }

  @Test func `a file of somebody else's is named`() async throws {
    try tree.write("A shopping list.\n", to: ".freshet/store.sqlite")
    #expect(try await verdicts("store") == [.problem])
    #expect(try await verdicts("pages") == [])
  }

  @Test func `a damaged page is found`() async throws {
    for number in 0..<200 { try tree.write("# D\n\nDocument number \(number) has words.\n", to: "d\(number).md") }
    try await tree.cache().reindex()
    try await execute("PRAGMA wal_checkpoint(TRUNCATE)")
    let page = try await number("SELECT rootpage FROM sqlite_schema WHERE name = 'placements'")
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: store + "/store.sqlite"))
    try handle.seek(toOffset: UInt64(page - 1) * 4_096)
    try handle.write(contentsOf: Data(repeating: 0xA5, count: 4_096))
    try handle.close()
    let problems = try await findings().filter { $0.verdict == .problem }
    #expect(problems.map(\.check) == ["pages"], "\(problems)")
  }

  @Test func `a source that is gone is a problem, and the other checks go on`() async throws {
    let docs = tree.root + "/deep"
    let cache = try RetrievalCache.open(
      at: StoreLocation(store: store, root: docs), embedder: .hashing(), options: CacheOptions(clock: tree.later))
    try await cache.reindex()
    try tree.remove("deep")
    let problems = try await findings().filter { $0.verdict == .problem }
    #expect(problems.map(\.check) == ["sources"])
    #expect(problems.first?.cure == "mount or restore the folder")
  }

  @Test func `stamps of the future are reported`() async throws {
    try await tree.cache().reindex()
    let finding = try await findings(systemClock).first { $0.check == "clock" }
    #expect(finding?.verdict == .problem)
    #expect(finding?.found.description.contains(/is (3600|3599|35\d\d) s ahead of this machine's clock/) == true)
  }

  private func execute(_ sql: String) async throws {
    let queue = try DatabaseQueue(path: store + "/store.sqlite")
    try await queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  private func number(_ sql: String) async throws -> Int {
    try await DatabaseQueue(path: store + "/store.sqlite").read { try Int.fetchOne($0, sql: sql) ?? 0 }
  }
}
