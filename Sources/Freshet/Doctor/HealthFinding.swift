public import FreshetCorpus

/// What an examination found out about one thing, and what helps.
public struct HealthFinding: Hashable, Sendable {
  /// The name of the check that made the finding: see docs/commands/doctor.md.
  public let check: String
  /// How much the finding weighs.
  public let verdict: HealthVerdict
  /// What was measured, in a sentence.
  public let found: AdvisedText
  /// What to do about it; nil where nothing has to be done.
  public let cure: AdvisedText?

  /// What a check found, and what helps.
  public init(_ verdict: HealthVerdict, _ check: String, _ found: AdvisedText, cure: AdvisedText? = nil) {
    self.check = check
    self.verdict = verdict
    self.found = found
    self.cure = cure
  }
}
