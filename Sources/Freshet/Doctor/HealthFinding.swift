/// What an examination found out about one thing, and what helps.
public struct HealthFinding: Hashable, Sendable {
  /// The check that found it: docs/COMMANDS.md, "doctor".
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
