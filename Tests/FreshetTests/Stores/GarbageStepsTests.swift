import FreshetCorpus
@testable import Freshet
import Synchronization
import Testing

/// Collections whose steps other processes' writes come between.
struct GarbageStepsTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache
  /// The same store, as another process has it open.
  private let other: RetrievalCache

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache()
    other = try tree.cache()
  }

  /// Each note has a text that is served and one that only its history has.
  private func fill(_ count: Int) async throws {
    for number in 0..<count {
      try await cache.put("The old text \(number).", as: "note \(number)")
      try await cache.put("The new text \(number).", as: "note \(number)")
    }
  }

  private struct Interrupted: Error {}

  @Test func `between any two steps another process can write, and what it brings back is kept`() async throws {
    try await fill(60)
    let steps = Mutex(0)
    let freed = try await cache.collectGarbage(history: .zero, grace: .zero) { [other] _ in
      let step = steps.withLock { steps in
        steps += 1
        return steps
      }
      try await other.put("The old text \(step).", as: "back \(step)")
      try await other.put("The newest text \(step).", as: "back \(step)")
    }
    let count = steps.withLock { $0 }
    #expect(count > 4)
    #expect(freed.versions == 60 && freed.passages > 0)
    for step in 1...count {
      let id = DocumentID(source: DocumentID.pushed, path: "back \(step)")
      let texts = try cache.history(of: id).map { try cache.text(of: $0.write, in: id)?.text }
      #expect(texts == ["The newest text \(step).", "The old text \(step)."], "step \(step)")
    }
    _ = try await cache.collectGarbage(history: .zero, grace: .zero, isRehearsal: true)
  }

  @Test(arguments: 0..<8)
  func `a collection that is interrupted at any step loses nothing, and the next does the rest`(
    last: Int
  ) async throws {
    try await fill(50)
    let before = try await cache.served()
    let steps = Mutex(0)
    // The collection may have fewer steps; any other error fails the test.
    do {
      _ = try await cache.collectGarbage(history: .zero, grace: .zero) { _ in
        let step = steps.withLock { steps in
          steps += 1
          return steps
        }
        if step > last { throw Interrupted() }
      }
    } catch is Interrupted {}
    #expect(steps.withLock { $0 } > min(last, 4))
    #expect(try await cache.served() == before)
    let rest = try await cache.collectGarbage(history: .zero, grace: .zero, isRehearsal: true)
    let freed = try await cache.collectGarbage(history: .zero, grace: .zero) { _ in }
    #expect([freed.versions, freed.passages, freed.blobs] == [rest.versions, rest.passages, rest.blobs])
    #expect(try await cache.served() == before)
    let none = try await cache.collectGarbage(history: .zero, grace: .zero, isRehearsal: true)
    #expect([none.versions, none.passages, none.blobs] == [0, 0, 0])
  }

  @Test func `a collection with nothing to do commits nothing`() async throws {
    try await cache.put("The only text.", as: "note")
    let before = try tree.read(".freshet/store.sqlite-wal")
    try await cache.collectGarbage(history: .zero, grace: .zero)
    #expect(try tree.read(".freshet/store.sqlite-wal") == before)
  }
}
