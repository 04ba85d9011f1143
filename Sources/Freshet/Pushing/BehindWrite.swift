/// What to do with a write whose writer hasn't read all current versions of the document.
public enum BehindWrite: Hashable, Sendable {
  /// The store accepts the write; the source's `Resolution` decides what is served.
  case accept
  /// The write fails with `FreshetError.behind`, which contains the current document and the writes that the writer
  /// hasn't read.
  case refuse
}
