import FreshetCorpus
import GRDB
import Synchronization
import Testing

@testable import Freshet
@testable import FreshetStorage

struct QuestionCostTests {
  /// Records the statements of a cache's reading connection. Leaves out those that begin and end
  /// transactions, pragmas, and those by which FTS5 reads its own tables.
  private final class StatementRecord: Sendable {
    private let statements = Mutex<[String]>([])

    func take() -> [String] {
      statements.withLock { statements in
        defer { statements = [] }
        return statements
      }
    }

    func follow(_ cache: RetrievalCache) throws {
      try cache.store.reading { database in
        database.trace(options: .statement) { event in
          let sql = "\(event)"
          let isControl = ["BEGIN", "COMMIT", "PRAGMA", "--"].contains { sql.hasPrefix($0) }
          if !isControl, !sql.contains("'main'.'lexical_") { self.statements.withLock { $0.append(sql) } }
        }
      }
    }
  }

  @Test(arguments: SearchMode.allCases)
  func `a question runs at most 30 statements, however many passages it looks at`(mode: SearchMode) async throws {
    let world = try IndexWorld()
    for number in 0..<4 { try world.write(passages: 500, to: "d\(number).md", seed: UInt64(number)) }
    let cache = try world.cache(.exact)
    try await cache.reindex()
    let record = StatementRecord()
    for limit in [10, 200] {
      _ = try await cache.retrieve("gate crew level", limit: limit, mode: mode)
      try record.follow(cache)
      _ = record.take()
      for question in IndexWorld.questions(5, seed: 5) {
        let answer = try await cache.retrieve(question, limit: limit, mode: mode)
        let statements = record.take()
        #expect(
          (1...30).contains(statements.count), "\(statements.count) for \(limit) passages, \(question): \(statements)")
        #expect(answer.hits.count == limit, "\(question)")
      }
    }
  }

  @Test(arguments: SearchMode.allCases)
  func `a filter costs at most four more statements, however many documents there are`(mode: SearchMode) async throws {
    let tree = try DocumentTree()
    let (cache, record) = (try tree.cache(), StatementRecord())
    for number in 0..<50 { try tree.write("---\ntags: t\n---\n\nGate \(number).\n", to: "d\(number).md") }
    try await cache.reindex()
    _ = try await cache.retrieve("gate", mode: mode)
    try record.follow(cache)
    _ = record.take()
    let among = Set((0..<50).map { DocumentID(path: "d\($0).md") })
    for filter: DocumentFilter in [.tag("t"), .tag("t") && .changed(since: Timestamp(nanoseconds: 0)) && .path("*.md")]
    {
      let plain = try await cache.retrieve("gate", mode: mode)
      let before = record.take()
      let answer = try await cache.retrieve("gate", mode: mode, among: among, where: filter)
      let statements = record.take()
      #expect(answer.hits.map(\.document) == plain.hits.map(\.document))
      #expect((1...30).contains(statements.count) && statements.count <= before.count + 4, "\(statements)")
    }
  }
}
