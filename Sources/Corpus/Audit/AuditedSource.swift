/// A source, as it was at an audit.
public struct AuditedSource: Hashable, Sendable {
  /// The source's name.
  public let name: String
  /// The source's folder; nil for pushed documents, and if no folder is known.
  public let root: String?
  /// The name of its policy.
  public let policy: String
  /// How soon changes must be served; nil if no objective is set.
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
