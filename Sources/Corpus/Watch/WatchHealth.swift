/// How well a process watches a source for changes. If it is anything but `watching`, answers have weaker guarantees of
/// freshness.
public enum WatchHealth: Hashable, Sendable {
  /// The watcher notices every change at once.
  case watching
  /// The watcher lists the whole source after each interval `every`; `why` gives the reason why it gets no events.
  case polling(every: Duration, why: String)
  /// The watcher may have missed changes for the reason `why`, and is scanning the affected folders.
  case catchingUp(why: String)
  /// The watcher can't list the source, for the reason `why`.
  case blind(why: String)

  /// The case's name, as JSON and messages spell it.
  public var name: String {
    switch self {
    case .watching: "watching"
    case .polling: "polling"
    case .catchingUp: "catchingUp"
    case .blind: "blind"
    }
  }
}
