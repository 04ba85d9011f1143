public import FreshetCorpus

/// One result of an `Examination`: what was found, how serious it is, and what to do about it.
public struct HealthFinding: Hashable, Sendable {
  /// The name of the check, such as `sqlite` or `clock`; docs/commands/doctor.md lists all.
  public let check: String
  /// How serious the finding is.
  public let verdict: HealthVerdict
  /// A sentence that says what was found.
  public let found: AdvisedText
  /// What to do about the finding; nil if nothing has to be done.
  public let cure: AdvisedText?

  /// Creates a finding.
  public init(_ verdict: HealthVerdict, _ check: String, _ found: AdvisedText, cure: AdvisedText? = nil) {
    self.check = check
    self.verdict = verdict
    self.found = found
    self.cure = cure
  }
}
