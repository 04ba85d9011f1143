internal import Synchronization

/// Tells the embedding half of a reindexing when all texts are stored.
final class StoringTexts: Sendable {
  private let ended = Atomic(false)

  var hasEnded: Bool { ended.load(ordering: .acquiring) }

  func end() { ended.store(true, ordering: .releasing) }
}
