import FreshetCorpus
import Foundation
import Freshet
import FreshetSeededNumbers
import Testing

/// Which documents a filter admits, and what answers, rankings and lists make of it.
struct FilterTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache()
  }

  private func names(_ filter: DocumentFilter) throws -> [String] {
    try cache.documents(where: filter).map(\.id.description)
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `after any changes a filter admits what a plain evaluation of the documents says`(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    var world = try FilterWorld()
    for _ in 0..<4 {
      try await world.change(12, &random)
      for _ in 0..<12 {
        let sampled = SampledFilter.random(depth: 3, &random)
        let (filter, expected) = (sampled.filter, world.admitted(by: sampled))
        #expect(try world.cache.documents(where: filter).map(\.id) == expected, "seed \(seed): \(filter)")
        let answer = try await world.cache.retrieve("which gate opens", limit: 1_000, mode: .lexical, where: filter)
        #expect(Set(answer.hits.map(\.document)).sorted() == expected, "seed \(seed): \(filter)")
        let ranked = try await world.cache.rankDocuments(for: ["gate"], limit: 1_000, where: filter)
        #expect(ranked[0].map(\.document).sorted() == expected, "seed \(seed): \(filter)")
      }
    }
  }

  @Test(arguments: [IndexChoice.exact, .lsh])
  func `by vector an answer with a filter is that of a store that has only the admitted documents`(
    choice: IndexChoice
  ) async throws {
    let (world, alone) = (try IndexWorld(), try IndexWorld())
    for number in 0..<20 { try world.write(passages: 100, to: "d\(number).md", seed: UInt64(number)) }
    for name in ["d3.md", "d11.md", "d17.md"] { try alone.tree.write(world.tree.read(name), to: name) }
    let (questions, other) = (IndexWorld.questions(20, seed: 3), try alone.cache(.exact))
    try await world.cache(.exact).reindex()
    try await other.reindex()
    let truths = try await other.retrieve(questions, mode: .vector)
    let filter: DocumentFilter = .path("d3.md") || .path("d11.md") || .path("d17.md")
    let answers = try await world.cache(choice).retrieve(questions, mode: .vector, where: filter)
    #expect(answers.map(\.found) == truths.map(\.found))
  }

  @Test func `the approximate index keeps its recall among the documents that a filter admits`() async throws {
    let world = try IndexWorld()
    for number in 0..<20 { try world.write(passages: 100, to: "d\(number).md", seed: UInt64(number)) }
    try await world.cache(.exact).reindex()
    let filter: DocumentFilter = !.path("d19.md")
    let questions = IndexWorld.questions(60, seed: 5)
    let answers = try await world.approximateCache().retrieve(questions, mode: .vector, where: filter)
    let truths = try await world.cache(.exact).retrieve(questions, mode: .vector, where: filter)
    #expect(answers.allSatisfy { !$0.completeness.searchedExactly && $0.completeness.recall >= 0.95 })
    #expect(answers.allSatisfy { $0.hits.allSatisfy { $0.document.path != "d19.md" } })
    #expect(zip(answers, truths).count { $0.found == $1.found } >= 57, "all 10 in 19 of 20 answers")
  }

  @Test(arguments: SearchMode.allCases)
  func `a filter admits documents before the ranking, and among applies besides it`(mode: SearchMode) async throws {
    for number in 0..<30 {
      try tree.write("---\nstatus: \(number < 3 ? "final" : "draft")\n---\n\nThe gate opens.\n", to: "d\(number).md")
    }
    try await cache.reindex()
    let filter: DocumentFilter = .field("status", .equals("final"))
    let hits = try await cache.retrieve("gate", limit: 3, mode: mode, where: filter).hits
    #expect(Set(hits.map(\.document.path)).isSubset(of: ["d0.md", "d1.md", "d2.md"]) && hits.count == 3)
    let among = Set(["d2.md", "d9.md", "nowhere.md"].map { DocumentID(path: $0) })
    let both = try await cache.retrieve("gate", mode: mode, among: among, where: filter).hits
    #expect(Set(both.map(\.document.path)) == ["d2.md"])
    let ranked = try await cache.rankDocuments(for: ["gate"], limit: 9, mode: mode, among: among, where: filter)
    #expect(ranked[0].map(\.document.path) == ["d2.md"])
    #expect(try await cache.retrieve("gate", mode: mode, where: filter && !filter).hits == [])
  }

  @Test func `tags are found in each form of front matter, and unite with pushed ones`() async throws {
    try tree.write("---\ntags: [on-call, '#ops']\n---\n\nA.\n", to: "list.md")
    try tree.write("---\ntags: on-call, ops\n---\n\nB.\n", to: "text.md")
    try tree.write("---\ntags:\n  - on-call\n  - \" ops \"\n---\n\nC.\n", to: "block.md")
    try tree.write("---\nother: on-call\n---\n\nD.\n", to: "none.md")
    try await cache.put("---\ntags: [on-call]\n---\n\nE.", as: "pushed", tags: ["#ops", " night "])
    try await cache.reindex()
    let all = ["block.md", "list.md", "pushed:pushed", "text.md"].sorted()
    #expect(try names(.tag("on-call")).sorted() == all)
    #expect(try names(.tag("#ops")).sorted() == all)
    #expect(try names(.tag("night")) == ["pushed:pushed"])
    for tag in ["Ops", "on", "", "#", "on-call, ops"] { #expect(try names(.tag(tag)) == [], "\(tag)") }
    #expect(try cache.documents(where: .source("pushed")).first?.tags == ["on-call", "ops", "night"])
  }

  @Test func `a program's field hides that of the front matter, and comes back when it is taken away`() async throws {
    let text = "---\nstatus: draft\nowner: Ana\n---\n\nThe gate opens."
    try await cache.put(text, as: "note", metadata: ["status": "final"])
    #expect(try names(.field("status", .equals("final")) && .field("owner", .equals("Ana"))) == ["pushed:note"])
    let context = try #require(try await cache.get("note")).context
    try await cache.put(text, as: "note", attributes: AttributeChange(fields: ["status": nil]), context: context)
    #expect(try names(.field("status", .equals("final"))) == [])
    #expect(try names(.field("status", .equals("draft"))) == ["pushed:note"])
  }

  @Test func `a field is compared as a number with numbers and as a time with times`() async throws {
    for (name, due) in [("a", "9"), ("b", "10.5"), ("c", "2026-03-01"), ("d", "soon"), ("e", "1e1")] {
      try await cache.put("A note.", as: name, metadata: ["due": due])
    }
    #expect(try names(.field("due", .greater(than: 9))) == ["pushed:b", "pushed:e"])
    #expect(try names(.field("due", .atMost(10))) == ["pushed:a", "pushed:e"])
    #expect(try names(DocumentFilter(parsing: "due >= 2026-02-28T23:00-01:00")) == ["pushed:c"])
    #expect(try names(DocumentFilter(parsing: "due < 2026-03-01")) == [])
    #expect(try names(.field("due", .atLeast(.number(.nan)))) == [])
  }

  @Test func `a file changed at its modification time, a pushed document when it was written`() async throws {
    let day = SampledDocument.moment(ofDay: 100)
    try tree.write("A file.\n", to: "old.md")
    try FileManager.default.setAttributes([.modificationDate: day], ofItemAtPath: tree.root + "/old.md")
    try await cache.put("A note.", as: "note")
    try await cache.reindex()
    let moment = Timestamp(nanoseconds: Int64(day.timeIntervalSince1970) * 1_000_000_000)
    #expect(try names(.changed(since: moment)) == ["old.md", "pushed:note"])
    #expect(try cache.documents(where: .path("old.md")).map(\.changed) == [moment])
    let next = Timestamp(nanoseconds: moment.nanoseconds + 1)
    #expect(try names(.changed(since: next)) == ["pushed:note"])
    #expect(try names(!.changed(since: next)) == ["old.md"])
  }

  @Test func `a document whose fields are damaged is left out, and the answer says so`() async throws {
    for name in ["a", "b", "c"] { try await cache.put("The gate opens.", as: name, metadata: ["x": name], tags: ["t"]) }
    try tree.execute("UPDATE documents SET metadata = '[' WHERE path = 'a'")
    try tree.execute("UPDATE documents SET attributes = '[' WHERE path = 'b'")
    for filter in [DocumentFilter.tag("t"), !.tag("t") || .tag("t")] {
      let answer = try await cache.retrieve("gate", where: filter)
      #expect(answer.hits.map(\.document.path) == ["c"], "\(filter)")
      let reasons = answer.completeness.reasons.map(\.description)
      #expect(reasons.contains { $0.hasPrefix("2 stored passages or documents are damaged") }, "\(reasons)")
    }
    let list = try cache.documents(where: .field("x", .exists))
    #expect(list.map(\.id.path) == ["c"] && list.damagedCount == 2)
    #expect(try await cache.retrieve("gate", where: .path("a")).hits.map(\.document.path) == ["a"])
  }

  @Test func `a filter reads the state of the store that the answer shows`() async throws {
    let other = try tree.cache()
    try await other.put("The gate opens.", as: "note", tags: ["a"])
    #expect(try await cache.retrieve("gate", where: .tag("a")).hits.count == 1)
    let context = try #require(try await other.get("note")).context
    try await other.put(
      "The gate opens.", as: "note", attributes: AttributeChange(adding: ["b"], removing: ["a"]), context: context)
    #expect(try await cache.retrieve("gate", where: .tag("a")).hits == [])
    #expect(try await cache.retrieve("gate", where: .tag("b")).hits.count == 1)
  }
}
