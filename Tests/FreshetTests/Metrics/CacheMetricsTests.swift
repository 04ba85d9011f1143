import FreshetCorpus
import FreshetTestSupport
import Metrics
import MetricsTestKit
import Testing
@testable import Freshet

/// What a real tree's work leaves in a backend: names, labels, and figures that agree with what happened.
struct CacheMetricsTests {
  private let tree: DocumentTree
  private let backend = TestMetrics()
  private let files = [("source", "files")]

  init() throws {
    tree = try DocumentTree()
    try tree.write("# Pumps\n\nThe pumps start at four metres.\n", to: "pumps.md")
    try tree.write("# Gates\n\nThe gates close at noon.\n", to: "gates.md")
  }

  private func cache(
    _ embedder: some Embedder = HashedNGramEmbedder(), _ settings: CoherenceSettings = .standard,
    clock: @escaping WallClock = systemClock
  ) throws -> RetrievalCache {
    try RetrievalCache.open(
      at: .beside(tree.root), embedder: embedder,
      sources: [SourceConfiguration(root: tree.root, coherence: settings, rest: .zero)],
      options: CacheOptions(clock: clock, metrics: backend))
  }

  private func count(_ name: MetricName, _ labels: [(String, String)] = []) -> Int64 {
    backend.counterTotal(label: name.rawValue, dimensions: labels)
  }

  private func gauge(_ name: MetricName, _ labels: [(String, String)] = []) throws -> Double? {
    try backend.expectGauge(name.rawValue, labels).lastValue
  }

  @Test(arguments: [CoherenceSettings.writeThrough, .standard])
  func `a reindexing counts what was embedded and what was saved`(settings: CoherenceSettings) async throws {
    let cache = try cache(HashedNGramEmbedder(), settings, clock: tree.later)
    try await cache.reindex()
    #expect(count(.refreshes, files) == 2)
    #expect(count(.passagesEmbedded, files) == 2)
    #expect(count(.passagesReused, files) == 0)
    #expect(count(.embeddings) == 2)
    try tree.move("pumps.md", to: "deep/pumps.md")
    try await cache.reindex()
    #expect(count(.refreshes, files) == 4, "one came, one went")
    #expect(count(.passagesEmbedded, files) == 2)
    #expect(count(.passagesReused, files) == 1)
    #expect(count(.embeddings) == 2)
    #expect(count(.embeddingFailures) == 0)
    #expect(try !backend.expectTimer(MetricName.embeddingTime.rawValue).values.isEmpty)
  }

  @Test func `a change's lag runs from the file's modification to its commit`() async throws {
    let cache = try cache(clock: tree.later)
    try await cache.reindex()
    let lag = try backend.expectTimer(MetricName.lag.rawValue, files)
    #expect(lag.values.isEmpty, "what was there before its source was seen has no time of change")
    tree.advance(bySeconds: 3_600)
    try tree.write("# Pumps\n\nThe pumps start at nine metres.\n", to: "pumps.md")
    try await cache.reindex()
    let refreshes = try cache.store.read { try $0.refreshes() }
    let recorded = refreshes.compactMap(\.lag).map { Int64(($0 / .nanoseconds(1)).rounded()) }
    #expect(lag.values == recorded && recorded.count == 1)
  }

  @Test func `an embedder that fails is counted`() async throws {
    let down = ObservedEmbedder { _, _ in throw EmbedderDown() }
    await #expect(throws: FreshetError.self) { try await cache(down, .writeThrough).reindex() }
    #expect(count(.embeddingFailures) > 0)
    #expect(count(.embeddings) == 0)
  }

  @Test func `answers are counted by the worst of their hits`() async throws {
    let cache = try cache(clock: tree.later)
    try await cache.reindex()
    _ = try await cache.retrieve("pumps", limit: 2)
    #expect(count(.answers, [("freshness", "fresh")]) == 1)
    try tree.write("# Pumps\n\nThe pumps start at nine metres.\n", to: "pumps.md")
    _ = try await cache.retrieve(["pumps", "gates"], limit: 2)
    #expect(count(.answers, [("freshness", "stale")]) == 2)
    _ = try await cache.retrieve("zeppelin", mode: .lexical)
    #expect(count(.answers, [("freshness", "none")]) == 1)
    #expect(try backend.expectTimer(MetricName.answerTime.rawValue, [("mode", "hybrid")]).values.count == 2)
    #expect(try backend.expectTimer(MetricName.answerTime.rawValue, [("mode", "lexical")]).values.count == 1)
  }

  @Test func `a watch sets each source's figures`() async throws {
    let cache = try cache()
    try await watching(cache) {
      _ = try await cache.retrieve("pumps", consistency: .barrier(timeout: .seconds(30)))
      try await eventually {
        try gauge(.watchHealth, files + [("health", "watching")]) == 1 && gauge(.awaitingVectors) == 0
      }
      #expect(try gauge(.watchHealth, files + [("health", "blind")]) == 0)
      #expect(try gauge(.pending, files) == 0)
      #expect(try gauge(.deadLetters, files) == 0)
      #expect(try (gauge(.watermarkAge, files) ?? -1) >= 0)
    }
  }

  @Test func `who stands by measures the same store`() async throws {
    let first = try tree.cache(clock: systemClock)
    try await watching(first) {
      try await eventually { try await first.status().watchers.first?.health == .watching }
      let second = try cache()
      try await watching(second) {
        try await eventually { try gauge(.watchHealth, files + [("health", "watching")]) == 1 }
        #expect(count(.refreshes) == 0 && count(.embeddings) == 0, "the other did the work")
      }
    }
  }

  @Test func `whoever waits for another's embedding counts it once`() async throws {
    let gate = Gate()
    let slow = try tree.cache(GatedEmbedder(gate), .writeThrough, clock: systemClock)
    async let first = try slow.reindex()
    await gate.reached()
    async let second = try cache(HashedNGramEmbedder(), .writeThrough).reindex()
    try await eventually { count(.leaseWaits) == 1 }
    gate.open()
    _ = try await (first, second)
    #expect(count(.leaseWaits) == 1)
    #expect(count(.embeddings) == 0, "the other's vectors were taken")
  }

  @Test func `what was given up, and what samples said of the recall, is set`() throws {
    var work = OpenWork()
    (work.marked, work.deadLetters, work.passages) = (["files": 3, "gone": 9], ["files": 2], 5)
    let states = [
      SourceState(source: "files", health: nil, watermarkAge: nil),
      SourceState(source: "gone", health: .watching, watermarkAge: .seconds(1)),
    ]
    let metrics = CacheMetrics(of: ["files"], backend)
    metrics.measure(states, work, nil)
    #expect(try gauge(.recallStated) == nil)
    metrics.measure(
      states, work, RecallCalibration(answers: 128, meanStated: 0.97, meanTrue: 0.98, shareBelowTarget: 0.03))
    #expect(try gauge(.pending, files) == 3 && gauge(.deadLetters, files) == 2 && gauge(.awaitingVectors) == 5)
    #expect(try gauge(.watermarkAge, files) == nil)
    for health in ["watching", "polling", "catchingUp", "blind"] {
      #expect(try gauge(.watchHealth, files + [("health", health)]) == 0)
    }
    #expect(try gauge(.recallSamples) == 128 && gauge(.recallStated) == 0.97 && gauge(.recallTrue) == 0.98)
    #expect(try gauge(.recallBelowTarget) == 0.03)
    #expect(!backend.recorders.contains { recorder in recorder.dimensions.contains { $0.1 == "gone" } })
  }

  @Test func `every instrument has a name of the list, its kind and its labels`() throws {
    _ = try cache()
    let made =
      backend.counters.map { ($0.label, MetricName.Kind.counter, $0.dimensions) }
      + backend.recorders.map { ($0.label, .gauge, $0.dimensions) }
      + backend.timers.map { ($0.label, .timer, $0.dimensions) }
    for (label, kind, dimensions) in made {
      let name = try #require(MetricName(rawValue: label))
      #expect(name.kind == kind && name.labels == dimensions.map(\.0))
    }
    #expect(Set(made.map(\.0)) == Set(MetricName.allCases.map(\.rawValue)))
  }
}
