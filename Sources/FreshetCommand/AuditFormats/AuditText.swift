internal import Freshet
internal import FreshetWire

/// An audit's result as text: findings by rule, the counts, the time, and what to do next.
///
/// Lines have at most 80 columns, except lines with a command, which stay whole so that a person can copy the command.
/// Nothing is cut off: a long path continues on the next line. Two audits of the same state differ only in the line
/// with the audit's time.
struct AuditText {
  static let width = 80
  /// The maximum number of findings of one rule that the text lists by default. It also limits the lists of skipped
  /// files and of findings that no longer occur.
  static let limit = 20

  private static var all: String { Advice.completed("`freshet audit --all-findings`") + " lists all" }

  private let assessment: AuditAssessment
  private let isColoured: Bool
  private let isComplete: Bool

  init(_ assessment: AuditAssessment, isColoured: Bool, isComplete: Bool) {
    self.assessment = assessment
    self.isColoured = isColoured
    self.isComplete = isComplete
  }

  var text: PrintedText {
    (AuditRule.allCases.flatMap(lines(about:)) + conclusion).asLines
  }

  private func lines(about rule: AuditRule) -> [PrintedText] {
    let entries = assessment.entries(breaking: rule)
    if entries.isEmpty { return [] }
    let count = entries.count > 1 ? " (\(entries.count))" : ""
    let label = "\(rule.id) \(rule.title)\(count): "
    let heading = WrappedText.lines(rule.summary, after: label, indent: "  ", width: Self.width)
    let told = isComplete ? entries : Array(entries.prefix(Self.limit))
    let rest = entries.count - told.count
    let more = rest > 0 ? wrapped("and \(rest) more: \(Self.all)", after: "  ") : []
    let first = painted(heading[0], upTo: ":", rule.severity == .error ? Terminal.error : Terminal.warning)
    return [first] + heading.dropFirst().map { "\($0)" } + told.flatMap(lines(about:)) + more + [""]
  }

  private func lines(about entry: AuditAssessment.Entry) -> [PrintedText] {
    let finding = entry.finding
    let mark = entry.isKnown ? " (known)" : entry.isFailing ? "" : " (doesn't fail the audit)"
    let name = WrappedText.lines(finding.subject.name + mark, after: "  ", indent: "    ", at: .path, width: Self.width)
    return name.map { bold("\($0)") }
      + (finding.saysMore ? wrapped(finding.what.inCommands, after: "    ") : [])
      + divergence(of: finding) + row("lines", finding.lines) + row("refresh", finding.owedBy)
      + ["    next     \(entry.next)"]
  }

  private func divergence(of finding: AuditFinding) -> [PrintedText] {
    let inStep = finding.inStepAt.map { "in step at \($0)" }
    guard let since = finding.differsSince else { return row("verified", inStep) }
    return row("differs", ["since \(since)", inStep].compactMap(\.self).joined(separator: ", "))
  }

  private func row(_ label: String, _ text: String?) -> [PrintedText] {
    guard let text else { return [] }
    return wrapped(text, after: "    " + label.padding(to: 9), indent: String(repeating: " ", count: 13))
  }

  private var conclusion: [PrintedText] {
    let report = assessment.report
    let counts = AuditState.allCases.map { ($0, report.count(of: $0)) }.filter { $0.1 > 0 || $0.0 == .fresh }
    let states = counts.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
    let total = report.documentCount
    return wrapped("\(total.counted("document")): \(states)").map(bold) + unread + remarks
      + ["audited at \(report.auditedAt)"] + (assessment.advice.map { ["next: \($0)"] } ?? [])
  }

  /// The lines about skipped files that may hold text. Such files break no rule, but answers lack their text.
  private var unread: [PrintedText] {
    let unread = assessment.report.unread
    if unread.isEmpty { return [] }
    let told = isComplete ? unread : Array(unread.prefix(Self.limit))
    let rest = unread.count - told.count
    return ["skipped files that may hold text: \(unread.count)"]
      + told.flatMap { path($0.sentence, after: "  ") }
      + (rest > 0 ? wrapped("and \(rest) more: \(Self.all)", after: "  ") : [])
  }

  private var remarks: [PrintedText] {
    let (known, omitted) = (assessment.knownCount, assessment.omittedCount)
    let resolved = assessment.resolved
    let told = resolved.prefix(isComplete ? resolved.count : Self.limit).flatMap {
      path($0.subject.name, after: "  \($0.rule.id) ")
    }
    let rest = resolved.count - Self.limit
    return (known > 0 ? ["accepted by the baseline: \(known) of \(assessment.entries.count.counted("finding"))"] : [])
      + (omitted > 0 ? ["findings not shown, because they began before --since: \(omitted)"] : [])
      + (resolved.isEmpty ? [] : ["in the baseline, and no longer found:"]) + told
      + (rest > 0 && !isComplete ? ["  and \(rest) more"] : [])
  }

  private func wrapped(_ text: String, after lead: String = "", indent: String? = nil) -> [PrintedText] {
    WrappedText.lines(text, after: lead, indent: indent ?? lead, width: Self.width).map { "\($0)" }
  }

  private func path(_ text: String, after lead: String) -> [PrintedText] {
    WrappedText.lines(text, after: lead, indent: "    ", at: .path, width: Self.width).map { "\($0)" }
  }

  private func bold(_ text: PrintedText) -> PrintedText { isColoured ? Terminal.bold(text) : text }

  private func painted(_ line: String, upTo end: Character, _ paint: (PrintedText) -> PrintedText) -> PrintedText {
    guard isColoured, let end = line.firstIndex(of: end) else { return "\(line)" }
    return "\(paint("\(line[..<end])"))\(line[end...])"
  }
}

extension AuditFinding {
  /// The line ranges in which the served text and the source's text differ; nil if there are none.
  fileprivate var lines: String? {
    let parts = [("served", servedLines), ("source", sourceLines)].filter { !$0.1.isEmpty }
    return parts.isEmpty ? nil : parts.map { "\($0.0) \($0.1.inWords)" }.joined(separator: "; ")
  }
}

extension [LineRange] {
  private static let limit = 8

  /// The line ranges as text, such as "1-3, 7": the first `limit` ranges, and the number of the others.
  fileprivate var inWords: String {
    let told = prefix(Self.limit).map { $0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)" }
    return told.joined(separator: ", ") + (count > Self.limit ? " and \(count - Self.limit) more" : "")
  }
}
