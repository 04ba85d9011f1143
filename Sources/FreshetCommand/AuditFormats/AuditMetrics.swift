internal import Freshet
internal import FreshetWire

/// An audit's result as metrics, for node_exporter's textfile collector or a Pushgateway.
///
/// Times are exported as timestamps, not as ages: an age would differ in each audit, and an alert can compute `time() -
/// …`.
enum AuditMetrics {
  static func text(of assessment: AuditAssessment) -> String {
    let report = assessment.report
    var metrics = PrometheusText()
    for state in AuditState.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
      metrics.add(
        "freshet_audit_documents", help: "Documents by how they compare with their source.",
        labels: ["state": state.rawValue], Double(report.count(of: state)))
    }
    for rule in AuditRule.allCases { add(rule, assessment.entries(breaking: rule), to: &metrics) }
    metrics.add(
      "freshet_audit_omitted_findings", help: "Findings that began before --since.", Double(assessment.omittedCount))
    for (reason, count) in SkipReason.named(report.skipped).sorted(by: { $0.key < $1.key }) {
      metrics.add(
        "freshet_audit_skipped_entries", help: "Entries of the sources that are no documents.",
        labels: ["reason": reason], Double(count))
    }
    if let oldest = assessment.entries.compactMap(\.finding.differsSince).min() {
      metrics.add(
        "freshet_audit_oldest_divergence_timestamp_seconds", help: "When the oldest finding began.",
        oldest.inSeconds)
    }
    metrics.add("freshet_audit_timestamp_seconds", help: "When the audit was made.", report.auditedAt.inSeconds)
    return metrics.text
  }

  private static func add(_ rule: AuditRule, _ entries: [AuditAssessment.Entry], to metrics: inout PrometheusText) {
    let labels: KeyValuePairs = ["rule": rule.id, "severity": rule.severity.rawValue]
    metrics.add("freshet_audit_findings", help: "Findings by rule.", labels: labels, Double(entries.count))
    metrics.add(
      "freshet_audit_failing_findings", help: "Findings that fail the audit, by rule.", labels: labels,
      Double(entries.count(where: \.isFailing)))
  }
}

extension Timestamp {
  fileprivate var inSeconds: Double { (Double(nanoseconds / 1_000_000) / 1000) }
}
