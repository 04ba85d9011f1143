internal import FreshetCorpus
internal import Synchronization

/// The `SourceKeeper`s of all sources that this process watches.
final class KeeperRegistry: Sendable {
  private let keepers = Mutex<[String: SourceKeeper]>([:])

  func add(_ keeper: SourceKeeper, of source: String) {
    keepers.withLock { $0[source] = keeper }
  }

  func remove(source: String) {
    keepers.withLock { $0[source] = nil }
  }

  /// Tells each keeper which of its documents were hits of an answer. Under the refresh-ahead policy, the keeper
  /// verifies those documents.
  func tellAsked(_ documents: [DocumentID]) {
    for (name, keeper) in keepers.withLock({ $0 }) { keeper.asked(documents.filter { $0.source == name }) }
  }
}
