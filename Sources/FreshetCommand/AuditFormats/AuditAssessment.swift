internal import Freshet
internal import FreshetWire

/// An audit's report, judged by the command's options: which findings are shown, which the baseline accepts, and which
/// make the audit fail.
///
/// All formats print the decisions of this value and decide nothing themselves, so that they agree.
struct AuditAssessment {
  struct Entry {
    let finding: AuditFinding
    /// Whether the baseline accepts the finding.
    let isKnown: Bool
    /// Whether the finding makes the audit fail.
    let isFailing: Bool
    /// The command that solves the finding's problem, or that explains the problem. For a finding of
    /// `AuditRule.otherSpace`, the command includes the `--embedder` option of the audit if the user gave one.
    let next: String
  }

  let report: AuditReport
  /// The findings that the output shows, in the report's order.
  let entries: [Entry]
  /// The number of findings that aren't shown because they began before `--since`.
  let omittedCount: Int
  let hasBaseline: Bool
  /// The findings that the baseline accepts and that no longer occur; empty without a baseline.
  let resolved: [AcceptedFinding]
  /// The absolute path of the store's folder.
  let store: String

  /// Decides which findings of `report` are shown, which are accepted, and which make the audit fail.
  ///
  /// - Parameters:
  ///   - store: the absolute path of the store's folder.
  ///   - rules: only findings that break one of these rules make the audit fail.
  ///   - accepted: the findings that the baseline accepts, which don't make the audit fail; nil without a baseline.
  ///   - since: leaves out findings that are known to have begun before this moment; nil to leave out none.
  ///   - embedder: the embedder that `--embedder` gives; nil if it isn't given.
  init(
    _ report: AuditReport, store: String, failingOn rules: Set<AuditRule> = Set(AuditRule.allCases),
    accepted: Set<AcceptedFinding>? = nil, since: Timestamp? = nil, embedder: EmbedderName? = nil
  ) {
    self.report = report
    self.store = store
    let told = report.findings.filter { finding in
      if let since, let began = finding.differsSince { began >= since } else { true }
    }
    entries = told.map { finding in
      let isKnown = accepted?.contains(AcceptedFinding(finding)) ?? false
      let option = finding.rule == .otherSpace ? embedder.map { " --embedder \($0.rawValue)" } ?? "" : ""
      return Entry(
        finding: finding, isKnown: isKnown, isFailing: !isKnown && rules.contains(finding.rule),
        next: Advice.command(finding.next.command + option))
    }
    omittedCount = report.findings.count - told.count
    hasBaseline = accepted != nil
    resolved = (accepted ?? []).subtracting(report.findings.map(AcceptedFinding.init)).sorted()
  }

  var known: Set<AuditFinding> { Set(entries.lazy.filter(\.isKnown).map(\.finding)) }
  var isFailing: Bool { entries.contains(where: \.isFailing) }
  var knownCount: Int { entries.count(where: \.isKnown) }

  func entries(breaking rule: AuditRule) -> [Entry] { entries.filter { $0.finding.rule == rule } }
}

extension AuditFinding {
  /// Whether the finding's text differs from the rule's summary.
  var saysMore: Bool { what != AdvisedText(rule.summary) }
}

extension AuditFinding.Subject {
  /// What the finding is about, in words: the store, a source or a document.
  var name: String {
    switch self {
    case .store: "the store"
    case .source(let name): "source \(name)"
    case .document(let id): id.description
    }
  }
}
