import FreshetCorpus
import Foundation
import Freshet
import GRDB
import Synchronization
import Testing

/// An honest store and a peer, with a liar between them. Each store has forty notes of its own, and both have one in
/// common.
struct PeerWorld {
  let honest: RetrievalCache
  let peer: RetrievalCache
  let honestTree: DocumentTree
  private let peerTree: DocumentTree

  /// Copies of two stores that are filled once.
  private static let filled = Task { try await FilledStores() }

  init(embedder: some Embedder = HashedNGramEmbedder()) async throws {
    let filled = try await Self.filled.value
    (honestTree, peerTree) = (try DocumentTree(), try DocumentTree())
    honest = try filled.copy(0, to: honestTree, embedder)
    peer = try filled.copy(1, to: peerTree, HashedNGramEmbedder())
  }

  static var greeting: [String: Any] {
    [
      "number": 2, "store": "0123456789abcdef", "replica": "0123456789abcdef", "clock": 1, "seen": [String: Any](),
      "token": "0123456789abcdef.0.0000000000000000", "root": 0,
    ]
  }

  /// Lets the two exchange, with one frame replaced by `lie`.
  ///
  /// - Returns: what the honest one made of it; nil if it noticed nothing.
  func exchange(_ lie: Lie) async throws -> (failure: (any Error)?, summary: SyncSummary?) {
    let (asker, answerer) = lie.side == .answer ? (honest, peer) : (peer, honest)
    let (answers, liar) = (answerer.syncAnswers(), Liar(lie))
    do {
      let summary = try await asker.sync { question in
        let answer = try await answers.reply(to: try liar.replaced(question, .question))
        return try liar.replaced(answer, .answer)
      }
      let failure = await answers.failure
      #expect(liar.hasLied, "the exchange has no such frame")
      return (lie.side == .answer ? nil : failure, summary)
    } catch {
      #expect(liar.hasLied, "it failed before: \(error)")
      let failure = await answers.failure
      return (lie.side == .answer ? error : failure, nil)
    }
  }

  /// What the honest store remembers of others.
  func memory() throws -> [String] {
    let queue = try DatabaseQueue(path: honestTree.root + "/.freshet/store.sqlite")
    defer { try? queue.close() }
    return try queue.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT replica || ' ' || writes FROM seen UNION ALL SELECT replica || ' ' || lsn FROM peers
          UNION ALL SELECT replica || ' ' || writes FROM meta ORDER BY 1
          """)
    }
  }
}

extension RetrievalCache {
  /// By document, its texts.
  func texts() throws -> [String: Set<String>] {
    try served().reduce(into: [:]) { $0[$1.document.path, default: []].insert($1.text) }
  }
}

private struct FilledStores: Sendable {
  private let trees: [DocumentTree]

  init() async throws {
    trees = [try DocumentTree(), try DocumentTree()]
    let caches = try trees.map { try Self.open($0, HashedNGramEmbedder()) }
    try await caches[0].put("Both stores have this note.", as: "shared")
    _ = try await caches[1].sync(with: caches[0])
    for (cache, name) in zip(caches, ["mine", "theirs"]) {
      for number in 0..<40 { try await cache.put("Note \(number) of \(name) is about tides.", as: "\(name) \(number)") }
    }
  }

  func copy(_ index: Int, to tree: DocumentTree, _ embedder: some Embedder) throws -> RetrievalCache {
    let (from, to) = (trees[index].root + "/.freshet", tree.root + "/.freshet")
    try FileManager.default.createDirectory(atPath: to, withIntermediateDirectories: true)
    for file in ["store.sqlite", "store.sqlite-wal"] where FileManager.default.fileExists(atPath: "\(from)/\(file)") {
      try FileManager.default.copyItem(atPath: "\(from)/\(file)", toPath: "\(to)/\(file)")
    }
    return try Self.open(tree, embedder)
  }

  private static func open(_ tree: DocumentTree, _ embedder: some Embedder) throws -> RetrievalCache {
    try RetrievalCache.open(
      at: .beside(tree.root), embedder: embedder, sources: [], options: CacheOptions(clock: tree.later))
  }
}

/// Replaces one frame.
private final class Liar: Sendable {
  private let lie: Lie
  private let seen = Mutex(0)

  init(_ lie: Lie) {
    self.lie = lie
  }

  var hasLied: Bool { seen.withLock { $0 > lie.occurrence } }

  func replaced(_ bytes: [UInt8], _ side: Lie.Side) throws -> [UInt8] {
    guard side == lie.side else { return bytes }
    var frame = try PeerFrame(bytes)
    guard frame.name == lie.message, isDue() else { return bytes }
    try lie.change(&frame)
    return try frame.bytes()
  }

  private func isDue() -> Bool {
    seen.withLock { count in
      count += 1
      return count == lie.occurrence + 1
    }
  }
}
