/// What to do with a write whose writer hasn't read all standing versions.
public enum BehindWrite: Hashable, Sendable {
  /// The store accepts the write; the source's `Resolution` decides what is served.
  case accept
  /// The write fails with `FreshetError.behind`, which carries what the writer missed.
  case refuse
}
