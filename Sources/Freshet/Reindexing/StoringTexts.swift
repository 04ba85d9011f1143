internal import Synchronization

/// Whether a reindexing is still storing texts. Only its end is told.
final class StoringTexts: Sendable {
  private let ended = Atomic(false)

  var hasEnded: Bool { ended.load(ordering: .acquiring) }

  func end() { ended.store(true, ordering: .releasing) }
}
