import FreshetCorpus
import Freshet
internal import FreshetSeededNumbers

/// A folder of many short passages, and caches over it with one index or the other.
struct IndexWorld {
  let tree: DocumentTree
  private static let stems = [
    "level", "gauge", "pump", "tide", "river", "storm", "gate", "crew", "lamp", "key", "salt",
  ]
  private static let endings = ["", "s", "ing", "man", "yard", "line", "side", "mark", "pool", "book", "time"]

  init() throws {
    tree = try DocumentTree()
  }

  /// Every passage begins with a heading of its own, so that it is one.
  func write(passages: Int, to name: String, seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let texts = (0..<passages).map { "# \(name) \($0)\n\n\(Self.words(6, &generator)).\n\n" }
    try tree.write(texts.joined(), to: name)
  }

  static func questions(_ count: Int, seed: UInt64) -> [String] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in words(4, &generator) }
  }

  private static func words(_ count: Int, _ generator: inout SplitMix64) -> String {
    (0..<count).map { _ in
      stems[Int.random(in: 0..<stems.count, using: &generator)]
        + endings[Int.random(in: 0..<endings.count, using: &generator)]
    }.joined(separator: " ")
  }

  func cache(_ index: IndexChoice, crossover: Int = IndexChoice.crossover) throws -> RetrievalCache {
    var options = CacheOptions(index: index, clock: tree.later)
    options.crossover = crossover
    return try RetrievalCache.open(
      at: .beside(tree.root), embedder: .hashing(), sources: [SourceConfiguration(root: tree.root)], options: options)
  }
}

extension IndexWorld {
  /// A cache with the approximate index, which maintenance has built after a first question.
  func approximateCache() async throws -> RetrievalCache {
    let cache = try cache(.lsh)
    _ = try await cache.retrieve("gate", mode: .vector)
    await cache.indexTended()
    return cache
  }
}

/// A hit without its evidence.
struct FoundLine: Hashable {
  let document: DocumentID
  let address: ContentAddress
  let score: Float

  init(_ hit: Hit) {
    (document, address, score) = (hit.document, hit.certificate.address, hit.score)
  }
}

extension Answer {
  var found: [FoundLine] { hits.map(FoundLine.init) }
}
