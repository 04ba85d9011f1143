internal import ArgumentParser
internal import Freshet

/// The options that decide which findings an audit reports, and which make it fail.
struct AuditJudgement: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Rules whose findings fail the audit: comma-separated ids or names (FRS001, stale), or none. Default: all.",
      valueName: "rules"),
    transform: RuleSelection.init)
  var failOn: RuleSelection?

  @Option(
    help: ArgumentHelp(
      "How long a document may differ from its source, such as 15m. Default: its source's objective.",
      valueName: "duration"),
    transform: DurationText.option)
  var maxStaleness: Duration?

  @Option(
    help: ArgumentHelp("File of accepted findings: the audit reports them, but they don't fail it.", valueName: "file"),
    completion: .file())
  var baseline: String?

  @Option(
    help: ArgumentHelp("Write the findings to a file for --baseline; they don't fail this audit.", valueName: "file"),
    completion: .file())
  var writeBaseline: String?

  @Option(
    help: ArgumentHelp(
      "Show only findings that began after this moment (a time, a day, or how long ago), or at an unknown time.",
      valueName: "when"),
    transform: PastMoment.option)
  var since: PastMoment?

  /// Applies these options to the report's findings. With `--write-baseline`, this audit already accepts the findings
  /// that it writes to the file.
  func assess(
    _ report: AuditReport, store: String, _ baseline: AuditBaseline?, embedder: EmbedderName?
  ) -> AuditAssessment {
    let written = writeBaseline.map { _ in AuditBaseline(accepting: report.findings).accepted }
    let accepted = baseline?.accepted.union(written ?? []) ?? written
    return AuditAssessment(
      report, store: store, failingOn: failOn?.rules ?? Set(AuditRule.allCases), accepted: accepted,
      since: since?.timestamp(at: report.auditedAt), embedder: embedder)
  }
}
