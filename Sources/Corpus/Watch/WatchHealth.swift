/// How well a source is being watched. Certificates and promises are weaker if it isn't `watching`.
public enum WatchHealth: Hashable, Sendable {
  /// The watcher notices every change at once.
  case watching
  /// The watcher lists the source again after each interval `every`; `why` says why it can't do better.
  case polling(every: Duration, why: String)
  /// The watcher may have missed changes, and is scanning the places in question.
  case catchingUp(why: String)
  /// The watcher can't list the source.
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
