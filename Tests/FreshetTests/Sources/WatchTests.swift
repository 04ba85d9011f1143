import FreshetCorpus
import Foundation
import Freshet
import FreshetTestSupport
import GRDB
import Logging
import ServiceLifecycle
import Synchronization
import Testing

/// A real folder, watched for real, and asked while it changes.
struct WatchTests {
  private let tree: DocumentTree

  init() throws {
    tree = try DocumentTree()
    try tree.write("# Pumps\n\nThe pumps start at four metres.\n", to: "pumps.md")
    try tree.write("# Gates\n\nThe gates close at noon.\n", to: "gates.md")
  }

  static let policies: [CoherenceSettings] = [
    .writeThrough, .standard, .refreshAhead(softTTL: .seconds(60), hardTTL: .seconds(600), beta: 1, budget: 4),
  ]

  @Test(arguments: policies)
  func `what was written before a barrier is found by it`(settings: CoherenceSettings) async throws {
    let cache = try tree.cache(ObservedEmbedder(), settings, clock: systemClock)
    try await watching(cache) {
      for round in 1...20 {
        try tree.write("# Pumps\n\nThe pumps start at \(round) metres, says note\(round)x.\n", to: "pumps.md")
        try tree.write("# New\n\nA file of fresh\(round)y.\n", to: "deep/er\(round)/new.md")
        for word in ["note\(round)x", "fresh\(round)y"] {
          let answer = try await cache.retrieve(
            word, limit: 1, mode: .lexical, consistency: .barrier(timeout: .seconds(30)))
          #expect(answer.hits.first?.text.contains(word) == true, "\(word)")
          #expect(answer.hits.first?.certificate.freshness == .fresh)
        }
      }
    }
  }

  @Test func `a change is on record at once, and served, though the embedder is down`() async throws {
    try await tree.cache(ObservedEmbedder()).reindex()
    let down = ObservedEmbedder { texts, _ in
      if texts.contains(where: { $0.contains("eight") || $0 == "water" }) { throw EmbedderDown() }
    }
    let cache = try tree.cache(down, clock: systemClock)
    try await watching(cache) {
      try tree.write("# Pumps\n\nThe pumps start at eight metres.\n", to: "pumps.md")
      let answer = try await cache.retrieve(
        "eight", mode: .lexical, consistency: .barrier(timeout: .seconds(30)))
      #expect(answer.hits.map(\.document.path) == ["pumps.md"])
      #expect(answer.completeness.awaitingVectors == 1)
      let byVector = try await cache.retrieve("metres", limit: 2, mode: .vector).hits
      #expect(byVector.map(\.document.path).sorted() == ["gates.md", "pumps.md"], "it never drops out")
      #expect(byVector.first { $0.document.path == "pumps.md" }?.via == .standIn)
      #expect(byVector.allSatisfy { !$0.text.contains("four metres") }, "superseded text is served never")
    }
  }

  @Test func `a change is on record before anything is read of it, and a bounded read says so`() async throws {
    try await tree.cache(ObservedEmbedder()).reindex()
    let resting = SourceConfiguration(root: tree.root, rest: .seconds(3600))
    let cache = try RetrievalCache.open(
      at: .beside(tree.root), embedder: ObservedEmbedder(), sources: [resting])
    let pumps = DocumentID(path: "pumps.md")
    try await watching(cache) {
      try await eventually { try await cache.status().watchers.first?.health == .watching }
      try tree.write("# Pumps\n\nThe pumps start at twelve metres.\n", to: "pumps.md")
      try await eventually { try await cache.status().marked.contains(pumps) }
      #expect(try await cache.explain(pumps).transitions.last?.state == .observed)
      let error = await #expect(throws: FreshetError.self) {
        try await cache.retrieve("pumps", mode: .lexical, consistency: .bounded(.zero, onViolation: .fail))
      }
      guard case .consistencyNotMet? = error else { return }
      let hits = try await cache.retrieve(
        "twelve", limit: 1, mode: .lexical, consistency: .barrier(timeout: .seconds(30))
      ).hits
      #expect(hits.map(\.document) == [pumps], "who waits for it doesn't let it rest")
    }
  }

  @Test func `a bounded read is kept while the source is watched, and fails at once when nobody does`() async throws {
    let cache = try tree.cache(ObservedEmbedder(), clock: systemClock)
    try await watching(cache) {
      _ = try await cache.retrieve("pumps", mode: .lexical, consistency: .barrier(timeout: .seconds(30)))
      _ = try await cache.retrieve(
        "pumps", mode: .lexical, consistency: .bounded(.seconds(20), onViolation: .fail))
    }
    await #expect(throws: FreshetError.self) {
      try await cache.retrieve("pumps", mode: .lexical, consistency: .bounded(.zero, onViolation: .fail))
    }
    let answer = try await cache.retrieve(
      "pumps", mode: .lexical, consistency: .bounded(.seconds(30), onViolation: .revalidate))
    #expect(answer.hits.count == 1)
  }

  @Test func `a barrier that isn't passed in time is an error that names the watermark`() async throws {
    try await tree.cache(ObservedEmbedder()).reindex()
    let cache = try tree.cache(ObservedEmbedder(), clock: systemClock)
    let error = await #expect(throws: FreshetError.self) {
      try await cache.retrieve("pumps", mode: .lexical, consistency: .barrier(timeout: .zero))
    }
    guard case .consistencyNotMet("barrier", _, let watermark)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(watermark != nil)
  }

  @Test func `a token holds in this store and its future, and in no other`() async throws {
    let cache = try tree.cache(ObservedEmbedder())
    let first = try await cache.reindex().token
    let second = try await cache.put("The key is under the mat.", as: "key")
    let merged = try #require(first.merging(second))
    for token in [first, second, merged] {
      #expect(try await cache.retrieve("key", mode: .lexical, consistency: .session(token)).hits.count == 1)
    }
    let other = try tree.scratchCache(ObservedEmbedder())
    try await other.reindex()
    await #expect(throws: FreshetError.tokenFromAnotherHistory(second, store: try other.status().store)) {
      try await other.retrieve("key", mode: .lexical, consistency: .session(second))
    }
  }

  @Test func `a change through one name of a file is seen under its others`() async throws {
    try FileManager.default.linkItem(atPath: tree.root + "/pumps.md", toPath: tree.root + "/linked.md")
    try await tree.cache(ObservedEmbedder()).reindex()
    let cache = try tree.cache(ObservedEmbedder(), clock: systemClock)
    try await watching(cache) {
      try await eventually { try await cache.status().watchers.first?.health == .watching }
      try tree.write("# Pumps\n\nThe pumps start at thirteen metres.\n", to: "pumps.md")
      let hits = try await cache.retrieve(
        "thirteen", limit: 5, mode: .lexical, consistency: .barrier(timeout: .seconds(30))
      ).hits
      #expect(hits.map(\.document.path) == ["linked.md", "pumps.md"])
    }
  }

  @Test func `it runs as a service, and ends when its group shuts down`() async throws {
    let cache = try tree.cache(ObservedEmbedder(), clock: systemClock)
    let group = ServiceGroup(services: [cache], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      let answer = try await cache.retrieve("pumps", mode: .lexical, consistency: .barrier(timeout: .seconds(30)))
      #expect(answer.hits.map(\.document.path) == ["pumps.md"])
      await group.triggerGracefulShutdown()
      try await tasks.next()
    }
    #expect(try await cache.status().watchers == [], "the watch is given back")
  }

  @Test func `text outside the vocabulary is found by its words, and counted`() async throws {
    try tree.write("🎉🎊", to: "party.md")
    let cache = try tree.cache(EmojiBlindEmbedder())
    try await cache.reindex()
    let answer = try await cache.retrieve("🎉", limit: 3)
    #expect(answer.hits.map(\.text) == ["🎉🎊"])
    #expect(answer.hits.map(\.via) == [.lexical])
    #expect(answer.completeness.outsideVocabulary == 1)
  }

  @Test func `a document that is rewritten without end is served as it was at some time`() async throws {
    let cache = try tree.cache(ObservedEmbedder(), clock: systemClock)
    try await cache.reindex()
    try await watching(cache) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { [tree] in
          for round in 1... {
            try Task.checkCancellation()
            try tree.write("A log that is in round \(round).\n", to: "log.md")
            await Task.yield()
          }
        }
        var revisions: Set<Revision> = []
        try await eventually("a second revision") {
          guard let hit = try await cache.retrieve("log", limit: 1, mode: .lexical).hits.first else { return false }
          #expect(hit.text.hasPrefix("A log that is in round "))
          revisions.insert(hit.certificate.revision)
          return revisions.count >= 2
        }
        group.cancelAll()
        while (await group.nextResult()) != nil {}
      }
    }
  }

  @Test func `a barrier without a watcher waits for a file that is being written`() async throws {
    let cache = try tree.cache(ObservedEmbedder(), clock: systemClock)
    try await cache.reindex()
    let long = String(repeating: "A long log that is written again and again. ", count: 20_000)
    try tree.write("marker. " + long, to: "log.md")
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [tree] in
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: tree.root + "/log.md"))
        try file.seekToEnd()
        while !Task.isCancelled {
          try file.write(contentsOf: Data(".".utf8))
          await Task.yield()
        }
        try file.close()
      }
      let hits = try await cache.retrieve(
        "marker", limit: 1, mode: .lexical, consistency: .barrier(timeout: .seconds(120))
      ).hits
      #expect(hits.map(\.document.path) == ["log.md"])
      group.cancelAll()
      while (await group.nextResult()) != nil {}
    }
  }

  @Test func `a document that was given up is tried again when it changed while nobody watched`() async throws {
    try await tree.cache(ObservedEmbedder()).reindex()
    let queue = try DatabaseQueue(path: tree.root + "/.freshet/store.sqlite")
    try await queue.write {
      try $0.execute(
        sql: """
          INSERT INTO journal (source, path, observed_at, attempts, failure, is_buried)
          VALUES ('files', 'pumps.md', 1, 8, 'poison', 1)
          """)
    }
    try queue.close()
    try tree.write("# Pumps\n\nThe pumps start at eleven metres.\n", to: "pumps.md")
    let cache = try tree.cache(ObservedEmbedder(), clock: systemClock)
    try await watching(cache) {
      let hits = try await cache.retrieve(
        "eleven", limit: 1, mode: .lexical, consistency: .barrier(timeout: .seconds(30))
      ).hits
      #expect(hits.map(\.document.path) == ["pumps.md"])
      #expect(try await cache.status().deadLetters == [])
    }
  }
}
