/// How two versions are related.
public enum CausalOrder: Hashable, Sendable {
  /// `same`: equal. `before`: the other version covers this one. `after`: this version covers the other one.
  /// `concurrent`: neither covers the other.
  case same, before, after, concurrent
}
