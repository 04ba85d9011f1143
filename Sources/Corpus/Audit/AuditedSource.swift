/// A source as an audit saw it.
public struct AuditedSource: Hashable, Sendable {
  /// The source's name.
  public let name: String
  /// Nil for pushed documents, and where no folder is known.
  public let root: String?
  /// The name of its policy.
  public let policy: String
  /// Nil when none is set.
  public let objective: StalenessObjective?
  /// Who watches it; nil when nobody does.
  public let watcher: WatcherRecord?

  package init(name: String, root: String?, policy: String, objective: StalenessObjective?, watcher: WatcherRecord?) {
    self.name = name
    self.root = root
    self.policy = policy
    self.objective = objective
    self.watcher = watcher
  }
}
