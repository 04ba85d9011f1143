/// A source and its settings at the time of an audit.
public struct AuditedSource: Hashable, Sendable {
  /// The source's name.
  public let name: String
  /// The path of the source's folder; nil for the source of pushed documents, and if no folder is known.
  public let root: String?
  /// The name of the source's refresh policy.
  public let policy: String
  /// How soon the index must serve changes of the source; nil if no objective is set.
  public let objective: StalenessObjective?
  /// The process that watches the source; nil if none does.
  public let watcher: WatcherRecord?

  package init(name: String, root: String?, policy: String, objective: StalenessObjective?, watcher: WatcherRecord?) {
    self.name = name
    self.root = root
    self.policy = policy
    self.objective = objective
    self.watcher = watcher
  }
}
