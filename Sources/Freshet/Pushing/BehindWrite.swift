/// What to do with a write whose writer hasn't read everything that stands.
public enum BehindWrite: Hashable, Sendable {
  /// It is taken; the source's `Resolution` says what becomes of it.
  case accept
  /// It fails with `FreshetError.behind`, which carries what the writer missed.
  case refuse
}
