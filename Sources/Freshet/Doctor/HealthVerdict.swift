/// How serious a finding of an `Examination` is.
public enum HealthVerdict: String, Hashable, Sendable, CaseIterable {
  /// The examined part works as it should.
  case ok
  /// Useful to know, but nothing has to be done.
  case note
  /// The examined part works, but not as well as it could, or it may soon fail.
  case warning
  /// The examined part doesn't work, or stored data is at risk.
  case problem
}
