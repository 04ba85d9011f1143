/// How bad it is.
public enum HealthVerdict: String, Hashable, Sendable, CaseIterable {
  case ok
  /// Worth knowing; nothing has to be done.
  case note
  /// It works, but worse than it could, or not for long.
  case warning
  /// It doesn't work, or what is stored is in danger.
  case problem
}

/// What an examination found out about one thing, and what helps.
public struct HealthFinding: Hashable, Sendable {
  /// The check that found it: docs/commands/doctor.md.
  public let check: String
  public let verdict: HealthVerdict
  /// What was measured, in a sentence.
  public let found: String
  /// What to do about it; nil where nothing has to be done.
  public let cure: String?

  public init(_ verdict: HealthVerdict, _ check: String, _ found: String, cure: String? = nil) {
    self.check = check
    self.verdict = verdict
    self.found = found
    self.cure = cure
  }
}
