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

  /// Tells the sources that are refreshed ahead which of their documents are wanted.
  func tellAsked(_ documents: [DocumentID]) {
    for (name, keeper) in keepers.withLock({ $0 }) { keeper.asked(documents.filter { $0.source == name }) }
  }
}
