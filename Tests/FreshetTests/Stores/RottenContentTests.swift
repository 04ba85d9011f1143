import FreshetCorpus
import Foundation
import Freshet
import GRDB
import Testing

/// Content that rots in the store is never served, is named by the audit, and is mended from the source.
struct RottenContentTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache

  init() async throws {
    tree = try DocumentTree()
    cache = try tree.cache()
    for name in ["a", "b", "c"] { try tree.write("# \(name)\n\nText of \(name).\n", to: name + ".md") }
    try await cache.reindex()
  }

  private func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: tree.root + "/.freshet/store.sqlite")
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  private func audited() async throws -> [AuditState] {
    try await tree.cache().audit(verifyingBytes: true).verdicts.map(\.state)
  }

  static let leftOut: AdvisedText = """
    1 stored passage or document is damaged, so the search left it out: \(Remedy.audit(verifying: true)) names it, \
    and \(Remedy.reindex(all: true)) repairs it
    """

  @Test func `an altered text is left out, reported and repaired`() async throws {
    try execute("UPDATE chunks SET text = 'Text of nobody.' WHERE text LIKE '%of b.'")
    let answer = try await cache.retrieve("text", mode: .vector)
    #expect(answer.hits.map(\.document.path).sorted() == ["a.md", "c.md"])
    #expect(answer.completeness.reasons.contains(Self.leftOut))
    #expect(try await audited() == [.fresh, .damaged, .fresh])
    try await cache.reindex(readingEverything: true)
    #expect(try await audited() == [.fresh, .fresh, .fresh])
    #expect(try await cache.retrieve("text", mode: .vector).hits.count == 3)
  }

  static let rot = [
    "UPDATE chunks SET text = substr(text, 1, 3) WHERE text LIKE '%of b.'",
    "UPDATE chunks SET text = '' WHERE text LIKE '%of b.'",
    "UPDATE chunks SET text = x'ff00fe' WHERE text LIKE '%of b.'",
    "UPDATE chunks SET address = zeroblob(7) WHERE text LIKE '%of b.'",
    "UPDATE chunks SET address = zeroblob(32) WHERE text LIKE '%of b.'",
    "UPDATE placements SET headings = '{' WHERE document = 2", "UPDATE placements SET start = -5 WHERE document = 2",
    "UPDATE placements SET \"end\" = 9223372036854775807 WHERE document = 2",
    "UPDATE placements SET last_line = 'many' WHERE document = 2",
    "UPDATE documents SET version = '{' WHERE path = 'b.md'",
    "UPDATE documents SET revision = x'01' WHERE path = 'b.md'",
    "UPDATE documents SET method = '?' WHERE path = 'b.md'", "UPDATE documents SET bytes = 1e300 WHERE path = 'b.md'",
  ]

  /// Columns of the version that is served.
  static let versions = [
    "replica = x'ff'", "replica = ''", "write = 'x'", "write = -1", "stamp = x'00'", "revision = x'00'",
    "bytes = 'many'", "format = 'zz'", "chunker = x'ff'", "manifest = '{'", "manifest = x'ff'",
  ]

  @Test(arguments: versions)
  func `a rotten version fails no answer and no dump, is named by the audit, and is mended`(
    _ damage: String
  ) async throws {
    let sound = try await cache.served()
    try execute("UPDATE versions SET \(damage) WHERE document = 2")
    let cache = try tree.cache()
    let answer = try await cache.retrieve("text of b")
    #expect(answer.hits.map(\.document.path).filter { $0 != "b.md" }.sorted() == ["a.md", "c.md"])
    #expect(answer.hits.count == 3 || answer.completeness.reasons.contains(Self.leftOut))
    #expect(try await cache.dumpedPaths().paths == ["a.md", "b.md", "c.md"])
    _ = try await cache.audit()
    #expect(try await audited() == [.fresh, .damaged, .fresh])
    try await cache.reindex(readingEverything: true)
    #expect(try await audited() == [.fresh, .fresh, .fresh])
    #expect(try await cache.served() == sound)
    #expect(try cache.history(of: DocumentID(path: "b.md")).contains { $0.isCurrent && $0.isServed })
  }

  @Test(arguments: rot, [false, true])
  func `one damaged row makes no answer, dump, audit or reindexing fail, and is repaired`(
    _ damage: String, _ isOpen: Bool
  ) async throws {
    let sound = try await cache.served()
    // Runs twice: the cache is open before the damage, or it opens the damaged store.
    if isOpen { _ = try await cache.retrieve("text") }
    try execute(damage)
    let cache = try isOpen ? self.cache : tree.cache()
    for mode in [SearchMode.hybrid, .lexical, .vector] {
      let answer = try await cache.retrieve("text of b", mode: mode)
      #expect(answer.hits.map(\.document.path).filter { $0 != "b.md" }.sorted() == ["a.md", "c.md"], "\(mode)")
      let isTold = answer.completeness.reasons.map(\.description).contains {
        $0.contains("damaged") || $0.contains("no usable vector")
      }
      // An index from before the damage then holds a vector that belongs to no passage. A search by words still meets
      // the passage, unless it has no words left. And the revision in an answer comes from the version.
      let isUnseen =
        (isOpen && mode == .vector && damage.contains("address")) || damage.contains("revision")
        || (mode == .lexical && (damage.contains("text = ''") || damage.contains("x'ff00fe'")))
      #expect(isTold || isUnseen, "\(mode): \(answer.completeness.reasons)")
    }
    let dumped = try await cache.dumpedPaths()
    #expect(dumped.paths == ["a.md", "c.md"])
    #expect(dumped.leftOut == 1)
    _ = try await cache.status()
    _ = try await cache.audit()
    let audit = try await cache.audit(verifyingBytes: true)
    #expect(audit.verdicts.map(\.state) == [.fresh, .damaged, .fresh])
    #expect(audit.findings.map(\.rule) == [.damaged])
    #expect(audit.findings.map(\.next) == [.reindex(all: true)])
    try await cache.reindex(readingEverything: true)
    #expect(try await audited() == [.fresh, .fresh, .fresh])
    #expect(try await cache.served() == sound)
    #expect(try await cache.retrieve("text of b").hits.count == 3)
  }

  @Test func `the next best passage takes the place of a damaged one`() async throws {
    try execute("UPDATE chunks SET text = 'Text of b, of b, of b.' WHERE text LIKE '%of b.'")
    let answer = try await cache.retrieve("text of b", limit: 2, mode: .lexical)
    #expect(answer.hits.map(\.document.path).sorted() == ["a.md", "c.md"])
    #expect(answer.completeness.reasons.contains(Self.leftOut))
  }

  @Test func `an altered vector leaves the others served, and says so`() async throws {
    try execute("UPDATE vectors SET components = zeroblob(1536) WHERE id = 1")
    let fresh = try tree.cache()
    let answer = try await fresh.retrieve("text", mode: .vector)
    #expect(answer.hits.count == 2)
    #expect(answer.completeness.reasons.contains("1 passage has no usable vector: \(run: .reindex(all: true))"))
    #expect(try await audited().filter { $0 == .damaged }.count == 1)
    try await fresh.reindex(readingEverything: true)
    #expect(try await fresh.retrieve("text", mode: .vector).hits.count == 3)
    #expect(try await audited() == [.fresh, .fresh, .fresh])
  }

  @Test func `a placement that points elsewhere is found by reading the source`() async throws {
    try execute("UPDATE placements SET start = start + 2 WHERE document = 2")
    #expect(try await audited() == [.fresh, .damaged, .fresh])
  }
}

extension RetrievalCache {
  fileprivate func dumpedPaths() throws -> (paths: [String], leftOut: Int) {
    var paths: [String] = []
    let leftOut = try dump { paths.append($0.document.path) }
    return (paths, leftOut)
  }
}
