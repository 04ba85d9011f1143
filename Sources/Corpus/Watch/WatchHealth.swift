/// How well a source is being watched: what weakens every certificate and every promise when it isn't well.
public enum WatchHealth: Hashable, Sendable {
  /// Every change is noticed as it happens.
  case watching
  /// Changes are noticed at the next look, `every` so often; `why` it can't be done better.
  case polling(every: Duration, why: String)
  /// Changes may have been missed; a look at what they could concern is under way.
  case catchingUp(why: String)
  /// The source can't be listed.
  case blind(why: String)

  /// The case's name, as JSON and messages have it.
  public var name: String {
    switch self {
    case .watching: "watching"
    case .polling: "polling"
    case .catchingUp: "catchingUp"
    case .blind: "blind"
    }
  }
}
