import FreshetCorpus
import Foundation
import Freshet
internal import FreshetSeededNumbers
import Testing

/// Random histories of a folder: after each reindex the index equals one built from scratch, whatever happened before.
struct ConvergenceTests {
  @Test(arguments: 1...12)
  func `after any history the index equals one built from scratch`(seed: UInt64) async throws {
    var history = try RandomHistory(seed: seed)
    for step in 1...12 {
      try history.change()
      let embedder = history.embedder(failingAtStep: step)
      let cache = try history.tree.cache(embedder)
      do {
        guard try await cache.reindex().isComplete else { continue }
      } catch is CancellationError {
        continue
      } catch is FreshetError {
        continue
      }
      let served = try await cache.served()
      let scratch = try await history.tree.scratchServed()
      #expect(Set(served).symmetricDifference(scratch) == [], "seed \(seed), step \(step)")
      #expect(served == scratch, "seed \(seed), step \(step)")
      #expect(served.allSatisfy { $0.state == .fresh }, "seed \(seed), step \(step)")
      // The audit embeds a sample of the vectors again. It uses another embedder, so that these calls don't count here.
      #expect(try await history.tree.cache().audit(verifyingBytes: true).isCoherent, "seed \(seed), step \(step)")
      let counts = try await cache.status().completeness
      let skipped = counts.skipped.values.reduce(0, +)
      #expect(
        counts.discovered == counts.indexed + counts.pending + counts.failed + skipped,
        "seed \(seed), step \(step)")
    }
    #expect(history.embeddedTwice == [], "seed \(seed): a committed vector was embedded again")
  }
}

/// A folder that changes at random, and embedders that fail at random.
private struct RandomHistory {
  let tree: DocumentTree
  private var generator: SplitMix64
  private var embedders: [ObservedEmbedder] = []

  init(seed: UInt64) throws {
    tree = try DocumentTree()
    generator = SplitMix64(seed: seed)
    for index in 0..<8 { try tree.write(document(), to: "d\(index).md") }
  }

  mutating func change() throws {
    for _ in 0..<Int.random(in: 1...4, using: &generator) { try changeOnce() }
  }

  /// Every third run, on average, breaks off at one of its first batches.
  mutating func embedder(failingAtStep step: Int) -> ObservedEmbedder {
    let failingCall = Int.random(in: 1...9, using: &generator)
    let isCancelled = Bool.random(using: &generator)
    let embedder = ObservedEmbedder { _, call in
      guard call == failingCall else { return }
      if isCancelled { throw CancellationError() } else { throw EmbedderDown() }
    }
    embedders.append(embedder)
    return embedder
  }

  /// Texts that more than one run embedded: a run's texts are committed before it goes on, so there must be none.
  var embeddedTwice: [String] {
    var counts: [String: Int] = [:]
    for text in embedders.flatMap(\.embedded) { counts[text, default: 0] += 1 }
    return counts.filter { $0.value > 1 }.map(\.key)
  }

  private var paths: [String] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: tree.root)) ?? []  // none: nothing to change
    return names.filter { !$0.hasPrefix(".freshet") && ($0.hasSuffix(".md") || $0.hasSuffix(".bin")) }.sorted()
  }

  private mutating func changeOnce() throws {
    let path = paths.randomElement(using: &generator)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: try tree.write(document(), to: "new\(Int.random(in: 0..<100, using: &generator)).md")
    case 1: if let path { try tree.remove(path) }
    case 2: if let path { try tree.move(path, to: "moved/\(UInt32.random(in: 0 ... .max, using: &generator)).md") }
    case 3: if let path { try tree.write(tree.read(path), to: "copy\(Int.random(in: 0..<100, using: &generator)).md") }
    case 4: if let path { try tree.write([0, 1, 2, 3], to: path) }
    case 5: try tree.write("moved/\n", to: ".freshetignore")
    default: if let path { try edit(path) }
    }
  }

  private mutating func edit(_ path: String) throws {
    var lines = String(decoding: try tree.read(path), as: UTF8.self).components(separatedBy: "\n\n")
    lines.insert(paragraph(), at: Int.random(in: 0...lines.count, using: &generator))
    if lines.count > 3 { lines.remove(at: Int.random(in: 0..<lines.count, using: &generator)) }
    try tree.write(lines.joined(separator: "\n\n"), to: path)
  }

  private mutating func document() -> String {
    "# Title\n\n" + (0..<Int.random(in: 1...12, using: &generator)).map { _ in paragraph() }.joined(separator: "\n\n")
  }

  private mutating func paragraph() -> String {
    let words = ["level", "gauge", "pump", "tide", "river", "storm", "gate", "crew", "report", "night", "wind"]
    return (0..<Int.random(in: 3...60, using: &generator))
      .map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ") + "."
  }
}
