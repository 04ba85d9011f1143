internal import Freshet

/// An audit's result as JUnit XML, which CI systems show as test results: a suite for each rule, a test for each
/// finding.
///
/// A rule without findings is one test that passes. A test for each pair of rule and document would follow the format
/// more closely, but would print tens of thousands of lines that nobody reads. The first suite's properties hold the
/// number of documents in each state. Findings that don't make the audit fail are skipped tests, with the reason.
struct JUnitReport {
  private let assessment: AuditAssessment

  init(_ assessment: AuditAssessment) {
    self.assessment = assessment
  }

  var text: String {
    let suites = AuditRule.allCases.map { (rule: $0, entries: assessment.entries(breaking: $0)) }
    let tests = suites.reduce(0) { $0 + max(1, $1.entries.count) }
    let failures = assessment.entries.count(where: \.isFailing)
    let document =
      [#"<?xml version="1.0" encoding="UTF-8"?>"#]
      + [#"<testsuites name="freshet audit" tests="\#(tests)" failures="\#(failures)" errors="0">"#]
      + suites.flatMap { lines(of: $0.rule, $0.entries) } + ["</testsuites>"]
    return document.map { $0 + "\n" }.joined()
  }

  private func lines(of rule: AuditRule, _ entries: [AuditAssessment.Entry]) -> [String] {
    let failures = entries.count(where: \.isFailing)
    let start =
      #"  <testsuite name="\#(rule.id) \#(rule.title)" tests="\#(max(1, entries.count))""#
      + #" failures="\#(failures)" errors="0" skipped="\#(entries.count - failures)">"#
    let passed = #"    <testcase classname="freshet.\#(rule.shortName)" name="no findings"/>"#
    return [start] + (rule == AuditRule.allCases.first ? properties : [])
      + (entries.isEmpty ? [passed] : entries.flatMap(lines(of:))) + ["  </testsuite>"]
  }

  private var properties: [String] {
    let report = assessment.report
    let counts = AuditState.allCases.map { ("documents.\($0.rawValue)", "\(report.count(of: $0))") }
    let all = [("auditedAt", report.auditedAt.description)] + counts + [("omitted", "\(assessment.omittedCount)")]
    return ["    <properties>"] + all.map { #"      <property name="\#($0.0)" value="\#($0.1)"/>"# }
      + ["    </properties>"]
  }

  private func lines(of entry: AuditAssessment.Entry) -> [String] {
    let (finding, rule) = (entry.finding, entry.finding.rule)
    let start =
      #"    <testcase classname="freshet.\#(rule.shortName)" name="\#(XMLText.escaped(finding.subject.name))">"#
    let message = XMLText.escaped(finding.what.inCommands)
    if !entry.isFailing {
      let reason = entry.isKnown ? "accepted by the baseline" : "--fail-on doesn't name this rule"
      return [start, #"      <skipped message="\#(reason): \#(message)"/>"#, "    </testcase>"]
    }
    let details = Self.details(of: entry).map { XMLText.escaped($0) }.joined(separator: "\n")
    return [
      start, #"      <failure type="\#(rule.id)" message="\#(message)">\#(details)</failure>"#, "    </testcase>",
    ]
  }

  private static func details(of entry: AuditAssessment.Entry) -> [String] {
    let finding = entry.finding
    func lines(_ ranges: [LineRange]) -> String? {
      ranges.isEmpty ? nil : ranges.map { "\($0.first)-\($0.last)" }.joined(separator: ", ")
    }
    let facts: [(String, String?)] = [
      ("differs since", finding.differsSince?.description), ("last in step at", finding.inStepAt?.description),
      ("served lines", lines(finding.servedLines)), ("source lines", lines(finding.sourceLines)),
      ("refresh due by", finding.owedBy), ("next", entry.next),
    ]
    return [finding.rule.summary] + facts.compactMap { name, fact in fact.map { "\(name): \($0)" } }
  }
}
