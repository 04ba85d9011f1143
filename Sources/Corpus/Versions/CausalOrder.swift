/// How two versions stand to each other.
public enum CausalOrder: Hashable, Sendable {
  /// Equal; seen by the other; having seen the other; or neither.
  case same, before, after, concurrent
}
