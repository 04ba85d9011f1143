import FreshetCorpus
import Foundation
import Freshet
import FreshetSeededNumbers
import Testing

/// Questions to earlier states of a store.
struct PastStateTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache()
  }

  /// What the evidence of now is not part of.
  private struct Found: Hashable {
    let document: DocumentID
    let text: String
    let score: Float
    let via: FoundBy
    let revision: Revision
    let version: VersionVector

    init(_ hit: Hit) {
      (document, text, score, via) = (hit.document, hit.text, hit.score, hit.via)
      (revision, version) = (hit.certificate.revision, hit.certificate.version)
    }
  }

  @Test(arguments: SearchMode.allCases)
  func `a past state answers as the store did then, whatever happened since`(mode: SearchMode) async throws {
    try tree.write("# Keys\n\nThe key hangs behind the door.\n", to: "keys.md")
    try await cache.put("The door is painted green.", as: "door")
    try await cache.reindex()
    let then = try await cache.retrieve("which key opens the door", mode: mode)
    try tree.remove("keys.md")
    try await cache.put("The gate is painted red.", as: "door")
    try await cache.put("Another key to another door.", as: "other")
    try await cache.reindex()
    let answer = try await cache.state(at: then.token).retrieve("which key opens the door", mode: mode)
    #expect(answer.hits.map(Found.init) == then.hits.map(Found.init))
    #expect(answer.token == then.token)
    #expect(answer.hits.count == 2)
  }

  @Test func `nothing that it says is about now`() async throws {
    let token = try await cache.put("The key hangs behind the door.", as: "key")
    let answer = try await cache.state(at: token).retrieve("where is the key")
    let reason = "from the earlier state at token \(token), not from the current one"
    #expect(answer.hits.map(\.certificate.freshness) == [.unverified(why: reason)])
    #expect(answer.hits.map(\.certificate.verification.method) == [.pushed])
    #expect(answer.completeness.reasons.contains("the answer is \(reason)"))
    #expect(!answer.completeness.absenceIsReliable)
    #expect(answer.completeness.discovered == 1 && answer.completeness.indexed == 1)
  }

  @Test func `a damaged passage is left out of a past state, which says so`() async throws {
    try await cache.put("The key hangs behind the door.", as: "key")
    let token = try await cache.put("The door is painted green.", as: "door")
    try await cache.put("The gate is painted red.", as: "door")
    try tree.execute("UPDATE chunks SET text = 'rotten' WHERE text LIKE '%green%'")
    let answer = try await cache.state(at: token).retrieve("which key opens the door")
    #expect(answer.hits.map(\.document.path) == ["key"])
    let gap: AdvisedText = "1 stored passage or document of that state is damaged, so the search left it out"
    #expect(answer.completeness.reasons.contains(gap))
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `every state of a random history can be asked`(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    var states: [SessionToken: [String]] = [:]
    var texts: [String: String] = [:]
    for step in 0..<30 {
      let name = "n\(Int.random(in: 0..<4, using: &random))"
      let isRemoval = random.chance(30)
      texts[name] = isRemoval ? nil : "Text \(random.pick([0, 1, 2])) of \(name), step \(step / 6)."
      let token =
        if let text = texts[name] { try await cache.put(text, as: name) } else { try await cache.remove(name) }
      states[token] = texts.map { "pushed:\($0) \($1)" }.sorted()
    }
    for (token, served) in states {
      let answer = try await cache.state(at: token).retrieve("text", limit: 100, mode: .vector)
      #expect(answer.hits.map { "\($0.document) \($0.text)" }.sorted() == served, "seed \(seed), \(token)")
    }
  }

  @Test func `versions that stood side by side are found with each other's texts`() async throws {
    try await cache.put("The key hangs behind the door.", as: "key", context: CausalContext())
    let token = try await cache.put("The key lies under the mat.", as: "key", context: CausalContext()).token
    let conflicted = try #require(try await cache.get("key"))
    try await cache.put("The key is lost.", as: "key", context: conflicted.context)
    let answer = try await cache.state(at: token).retrieve("where is the key")
    #expect(answer.hits.count == 2)
    for hit in answer.hits { #expect(hit.siblings == conflicted.siblings) }
  }

  @Test func `a scope is kept`() async throws {
    try await cache.put("The key hangs behind the door.", as: "a")
    let token = try await cache.put("The key lies under the mat.", as: "b")
    let state = try await cache.state(at: token)
    let scope: Set = [DocumentID(source: DocumentID.pushed, path: "b")]
    #expect(Set(try await state.retrieve("key", among: scope).hits.map(\.document)) == scope)
  }

  @Test func `a passage that has no vector is found by its words, and counted`() async throws {
    let cache = try RetrievalCache.open(
      at: .beside(tree.root), embedder: HashedNGramEmbedder(), sources: [],
      options: CacheOptions(
        pushed: .writeBehind(maxLag: .seconds(5), maxPending: 10, batch: 10), clock: tree.later))
    let token = try await cache.put("The key hangs behind the door.", as: "key")
    let answer = try await cache.state(at: token).retrieve("key")
    #expect(answer.hits.map(\.via) == [.lexical])
    #expect(answer.completeness.awaitingVectors == 1)
  }
}

extension PastStateTests {
  @Test func `a state of which something was forgotten is refused, and the oldest whole one is named`() async throws {
    let tokens = [
      try await cache.put("The first text.", as: "note"), try await cache.put("The second text.", as: "note"),
    ]
    try Store(at: tree.root + "/.freshet", for: .writing).write { try $0.historyIsWhole(from: 2) }
    await #expect(throws: FreshetError.historyForgotten(tokens[0], wholeFrom: tokens[1])) {
      try await cache.state(at: tokens[0])
    }
    #expect(try await cache.state(at: tokens[1]).retrieve("text").hits.map(\.text) == ["The second text."])
  }

  @Test func `a token of another store is refused`() async throws {
    try await cache.put("The first text.", as: "note")
    let other = try DocumentTree()
    let token = try await other.cache().put("The first text.", as: "note")
    await #expect(throws: FreshetError.tokenFromAnotherHistory(token, store: tree.root + "/.freshet")) {
      try await cache.state(at: token)
    }
  }

  @Test func `its folder goes with it, and the store is as it was`() async throws {
    let token = try await cache.put("The first text.", as: "note")
    var state: PastState? = try await cache.state(at: token)
    let path = try #require(state?.path)
    #expect(FileManager.default.fileExists(atPath: path + "/store.sqlite"))
    state = nil
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(try await cache.status().token == token)
  }
}
