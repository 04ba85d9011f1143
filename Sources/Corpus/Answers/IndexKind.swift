/// The two similarity indexes.
public enum IndexKind: String, Hashable, Sendable, CaseIterable {
  case exact
  case lsh
}
