package import Freshet

/// The verdict on whether it is safe to answer from an index. It is unsafe if there are findings that are errors;
/// findings that a baseline accepts don't count.
package struct SafetyAnswer {
  package enum Verdict: String, Sendable {
    case safe, warned, unsafe
  }

  package let errors, warnings: [AuditFinding]
  /// The number of findings that a baseline accepts.
  package let known: Int
  package let documents, inStep: Int

  package init(_ report: AuditReport, known: Set<AuditFinding>) {
    let unknown = report.findings.filter { !known.contains($0) }
    errors = unknown.filter { $0.rule.severity == .error }
    warnings = unknown.filter { $0.rule.severity == .warning }
    self.known = report.findings.count - unknown.count
    documents = report.documentCount
    inStep = AuditState.allCases.filter(\.isInStep).reduce(0) { $0 + report.count(of: $1) }
  }

  package var verdict: Verdict {
    errors.isEmpty ? warnings.isEmpty ? .safe : .warned : .unsafe
  }

  package var word: String {
    switch verdict {
    case .safe: "Yes"
    case .warned: "Yes, but with warnings"
    case .unsafe: "No"
    }
  }

  package var sentence: String {
    let accepted = known == 0 ? "" : "; \(known.groupedCount(of: "known finding")) accepted by the baseline"
    switch verdict {
    case .safe: return "\(summary), and there are no errors or warnings\(accepted)."
    case .warned: return "\(summary), and there \(warnings.count == 1 ? "is" : "are") \(complaints)\(accepted)."
    case .unsafe:
      return "There \(errors.count == 1 ? "is" : "are") \(complaints): \(summary.lowercasingFirst)\(accepted)."
    }
  }

  /// The commands that findings advise, those of errors first. Each command occurs once, with the number of findings
  /// that advise it.
  package var commands: [(command: String, findings: Int)] {
    var order: [String] = []
    // A command may contain a document's name, so commands are compared by their bytes.
    var counts: [ExactPath: Int] = [:]
    for finding in errors + warnings {
      let (command, next) = (finding.next.command, ExactPath(finding.next.command))
      if counts.updateValue(counts[next, default: 0] + 1, forKey: next) == nil { order.append(command) }
    }
    return order.map { ($0, counts[ExactPath($0), default: 0]) }
  }

  private var summary: String {
    if documents == 0 { return "No document is in the index or in its sources" }
    if documents == 1 { return "The one document is \(inStep == 1 ? "in" : "out of") step with its source" }
    let number = inStep == documents ? "All \(documents.grouped)" : "\(inStep.grouped) of \(documents.grouped)"
    return "\(number) documents \(inStep == 1 ? "is in step with its source" : "are in step with their sources")"
  }

  private var complaints: String {
    [(errors.count, "error"), (warnings.count, "warning")].filter { $0.0 > 0 }
      .map { $0.0.groupedCount(of: $0.1) }.joined(separator: " and ")
  }
}

extension String {
  fileprivate var lowercasingFirst: String { prefix(1).lowercased() + dropFirst() }
}
