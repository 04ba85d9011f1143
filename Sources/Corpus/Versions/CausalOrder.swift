/// How two versions stand to each other.
public enum CausalOrder: Hashable, Sendable {
  case same, before, after, concurrent
}
