/// The causal relation between two versions.
public enum CausalOrder: Hashable, Sendable {
  /// `same`: both include the same writes. `before`: the other version includes all writes of this one. `after`: this
  /// version includes all writes of the other one. `concurrent`: each includes a write that the other lacks.
  case same, before, after, concurrent
}
