internal import FreshetCorpus
internal import Synchronization

/// The keepers of the sources that are watched from this process, by the names of the sources.
final class KeeperRegistry: Sendable {
  private let keepers = Mutex<[String: SourceKeeper]>([:])

  func add(_ keeper: SourceKeeper, of source: String) {
    keepers.withLock { $0[source] = keeper }
  }

  func remove(source: String) {
    keepers.withLock { $0[source] = nil }
  }

  /// Tells the keepers which of their documents answers have served: refresh-ahead verifies those.
  func tellAsked(_ documents: [DocumentID]) {
    for (name, keeper) in keepers.withLock({ $0 }) { keeper.asked(documents.filter { $0.source == name }) }
  }
}
