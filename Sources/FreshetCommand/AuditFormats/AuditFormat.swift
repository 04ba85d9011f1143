internal import ArgumentParser
internal import FreshetWire

/// The output formats of `freshet audit`. For each format, a type in this folder or in AuditPage prints the same
/// assessment.
///
/// If nothing changed between two audits, their outputs in the same format differ only in the line with the audit's
/// time. Two `html` pages made on different days (UTC) also differ in the ages of the texts.
enum AuditFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, junit, sarif, html, prometheus

  /// The assessment as text in this format.
  ///
  /// - Parameters:
  ///   - isColoured: whether the format `text` uses colours.
  ///   - isComplete: whether the format `text` lists all findings instead of at most `AuditText.limit` for each rule.
  func text(of assessment: AuditAssessment, isColoured: Bool = false, isComplete: Bool = false) throws -> PrintedText {
    switch self {
    case .text: AuditText(assessment, isColoured: isColoured, isComplete: isComplete).text
    case .json: "\(try JSONOutput.printed(assessment.object))\n"
    case .junit: "\(lines: JUnitReport(assessment).text)"
    case .sarif: "\(json: try SarifLog(assessment).text())"
    case .html: "\(lines: AuditPage(assessment.report, known: assessment.known).text)"
    case .prometheus: "\(lines: AuditMetrics.text(of: assessment))"
    }
  }
}
