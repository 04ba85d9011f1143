import FreshetCorpus
import Freshet
import FreshetSeededNumbers
import Synchronization
import Testing

/// Pushed documents that several write: what a writer had read decides what its write supersedes.
struct ConcurrentWriterTests {
  private let tree: DocumentTree

  init() throws {
    tree = try DocumentTree()
  }

  private func cache(_ resolution: Resolution = .keepBoth) throws -> RetrievalCache {
    try RetrievalCache.open(
      at: .beside(tree.root), embedder: HashedNGramEmbedder(), sources: [],
      options: CacheOptions(resolutions: [DocumentID.pushed: resolution], clock: tree.later))
  }

  @Test func `a write that has read what stands replaces it, however many writers take turns`() async throws {
    let cache = try cache()
    var context = CausalContext()
    for count in 0..<50 {
      let receipt = try await cache.put("The gate opens at \(count).", as: "gate", context: context)
      #expect(!receipt.isConflicted)
      context = receipt.context
    }
    let document = try #require(try await cache.get("gate"))
    #expect(document.siblings.map(\.text) == ["The gate opens at 49."])
    #expect(document.context.vector.counts.count == 1)
    #expect(try await cache.retrieve("gate").hits.map(\.certificate.freshness) == [.fresh])
  }

  @Test func `two that had read the same stand side by side, are both found, and are certified as conflicted`()
    async throws
  {
    let cache = try cache()
    let base = try await cache.put("The lamp is green.", as: "lamp", context: CausalContext())
    _ = try await cache.put("The lamp is red.", as: "lamp", context: base.context)
    let second = try await cache.put("The lamp is blue.", as: "lamp", context: base.context)
    #expect(second.isConflicted)
    let answer = try await cache.retrieve("lamp red blue")
    #expect(Set(answer.hits.map(\.text)) == ["The lamp is red.", "The lamp is blue."])
    #expect(answer.hits.map(\.certificate.freshness) == [.conflicted, .conflicted])
    for hit in answer.hits {
      #expect(hit.siblings.map(\.text) == ["The lamp is blue.", "The lamp is red."])
      #expect(hit.siblings.first { $0.text == hit.text }?.revision == hit.certificate.revision)
    }
    #expect(answer.completeness.absenceIsReliable == false)
    let explanation = try await cache.explain(DocumentID(source: DocumentID.pushed, path: "lamp"))
    #expect(explanation.freshness == .conflicted)
    #expect(explanation.siblings == answer.hits.first?.siblings)
    let document = try #require(try await cache.get("lamp"))
    let merged = try await cache.put("The lamp is red and blue.", as: "lamp", context: document.context)
    #expect(!merged.isConflicted)
    #expect(try await cache.retrieve("lamp").hits.map(\.certificate.freshness) == [.fresh])
  }

  @Test func `a removal that hasn't read a change stands beside it, and one that has removes it`() async throws {
    let cache = try cache()
    let base = try await cache.put("The lamp is green.", as: "lamp", context: CausalContext())
    _ = try await cache.put("The lamp is red.", as: "lamp", context: base.context)
    let receipt = try await cache.remove("lamp", context: base.context)
    #expect(receipt.isConflicted)
    let document = try #require(try await cache.get("lamp"))
    #expect(document.siblings.map(\.text) == [nil, "The lamp is red."])
    #expect(try await cache.retrieve("lamp").hits.map(\.certificate.freshness) == [.conflicted])
    try await cache.remove("lamp", context: document.context)
    #expect(try await cache.get("lamp") == nil)
    #expect(try await cache.retrieve("lamp").hits == [])
  }

  @Test func `writers of the same text agree`() async throws {
    let cache = try cache()
    _ = try await cache.put("The lamp is red.", as: "lamp", context: CausalContext())
    let receipt = try await cache.put("The lamp is red.", as: "lamp", context: CausalContext())
    #expect(!receipt.isConflicted)
    #expect(try await cache.retrieve("lamp").hits.map(\.certificate.freshness) == [.fresh])
  }

  @Test func `who is behind is refused where it asks for that, learns what it missed, and nothing is stored`()
    async throws
  {
    let cache = try cache()
    let base = try await cache.put("One.", as: "note", context: CausalContext())
    let newer = try await cache.put("Two.", as: "note", context: base.context)
    let before = try await cache.status().token
    do {
      _ = try await cache.put("Three.", as: "note", context: base.context, ifBehind: .refuse)
      Issue.record("it was taken")
    } catch FreshetError.behind(let current, let missed) {
      #expect(current.text == "Two.")
      #expect(missed == current.siblings.map(\.dot))
      #expect(current.context == newer.context)
      _ = try await cache.put("Three.", as: "note", context: current.context, ifBehind: .refuse)
    }
    #expect(try await cache.status().token.sequence == before.sequence + 1)
    #expect(try await cache.get("note")?.siblings.map(\.text) == ["Three."])
  }

  @Test func `under the last writer's rule the newest is served, without a conflict, and what lost is kept as history`()
    async throws
  {
    let cache = try cache(.lastWriter)
    _ = try await cache.put("One.", as: "note", context: CausalContext())
    let receipt = try await cache.put("Two.", as: "note", context: CausalContext())
    #expect(!receipt.isConflicted)
    #expect(try await cache.get("note")?.siblings.map(\.text) == ["Two."])
    #expect(try cache.history(of: DocumentID(source: DocumentID.pushed, path: "note")).count == 2)
  }

  @Test func `a function of one's own merges siblings, and its text supersedes them`() async throws {
    let cache = try cache(
      .custom { document in document.siblings.compactMap(\.text).sorted().joined(separator: "\n\n") })
    let base = try await cache.put("Base.", as: "note", context: CausalContext())
    _ = try await cache.put("Alpha.", as: "note", context: base.context)
    let receipt = try await cache.put("Beta.", as: "note", context: base.context)
    #expect(!receipt.isConflicted)
    #expect(try await cache.get("note")?.siblings.map(\.text) == ["Alpha.\n\nBeta."])
  }

  @Test func `fields and tags change one by one`() async throws {
    let cache = try cache()
    let base = try await cache.put(
      "Text.", as: "note",
      attributes: AttributeChange(fields: ["owner": "harbour", "state": "draft"], adding: ["a", "b"]),
      context: CausalContext())
    let receipt = try await cache.put(
      "Text.", as: "note", attributes: AttributeChange(fields: ["state": nil], adding: ["c"], removing: ["a"]),
      context: base.context)
    let document = try #require(try await cache.get("note"))
    #expect(document.fields == ["owner": "harbour"])
    #expect(document.tags == ["b", "c"])
    #expect(document.context == receipt.context)
  }

  @Test func `a context of a future that this store never had is refused`() async throws {
    let cache = try cache()
    let receipt = try await cache.put("Text.", as: "note", context: CausalContext())
    let other = try RetrievalCache.open(
      at: .beside(try DocumentTree().root), embedder: HashedNGramEmbedder(), sources: [],
      options: CacheOptions(clock: tree.later))
    _ = try await other.put("Elsewhere.", as: "note", context: receipt.context)
    let replica = try #require(receipt.context.vector.counts.keys.first ?? receipt.context.dots.first?.replica)
    let beyond = receipt.context.merged(with: try Self.vector([replica.name: 99]))
    await #expect(throws: FreshetError.self) { try await cache.put("Lost.", as: "note", context: beyond) }
    #expect(try await cache.get("note")?.text == "Text.")
  }

  private static func vector(_ counts: [String: UInt64]) throws -> CausalContext {
    CausalContext(VersionVector(Dictionary(uniqueKeysWithValues: counts.map { (ReplicaID($0.key), $0.value) })))
  }
}

extension ConcurrentWriterTests {
  /// Each accepted write and what its writer had read, so that the end can be judged without version vectors.
  private struct Written: Sendable {
    let text: String
    let name: String
    /// Texts that its writer had read.
    let read: Set<String>
  }

  private final class WriteRecord: Sendable {
    private let writes = Mutex<[Written]>([])

    var all: [Written] { writes.withLock { $0 } }
    func add(_ write: Written) { writes.withLock { $0.append(write) } }
  }

  @Test func `eight writers on twenty documents: every accepted write stands, or one that had seen it does`()
    async throws
  {
    let cache = try cache()
    let written = WriteRecord()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          var numbers = SplitMix64(seed: UInt64(writer))
          for count in 0..<60 {
            let name = "note \(numbers.next() % 20)"
            let text = "Writer \(writer) wrote \(count)."
            // Some read long before they write, some have read nothing.
            let current = numbers.next() % 3 == 0 ? nil : try await cache.get(name)
            for _ in 0..<Int(numbers.next() % 3) { await Task.yield() }
            let behind: BehindWrite = numbers.next() % 2 == 0 ? .refuse : .accept
            do {
              try await cache.put(text, as: name, context: current?.context ?? CausalContext(), ifBehind: behind)
              let read = Set(current?.siblings.compactMap(\.text) ?? [])
              written.add(Written(text: text, name: name, read: read))
            } catch FreshetError.behind {
              continue
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let all = written.all
    #expect(all.count > 200)
    for index in 0..<20 {
      let mine = all.filter { $0.name == "note \(index)" }
      let superseded = mine.reduce(into: Set<String>()) { $0.formUnion($1.read) }
      let standing = Set(try await cache.get("note \(index)")?.siblings.compactMap(\.text) ?? [])
      #expect(standing == Set(mine.map(\.text)).subtracting(superseded), "note \(index)")
    }
  }
}
