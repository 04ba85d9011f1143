internal import ArgumentParser
internal import FreshetWire

/// The output formats of `freshet audit`. For each format, a type in this folder or in AuditPage prints the same
/// assessment.
///
/// If nothing changed between two audits, both print the same bytes in every format, except for the line with the
/// audit's time.
enum AuditFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, junit, sarif, html, prometheus

  /// - Parameters:
  ///   - isColoured: whether `text` uses colours.
  ///   - isComplete: whether `text` lists every finding, however many there are.
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
