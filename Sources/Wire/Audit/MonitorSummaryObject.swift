package import Freshet

/// The counts of a consistency monitor's results as JSON; docs/commands/monitor.md documents the keys.
package struct MonitorSummaryObject: Encodable {
  let event = "summary"
  let documents, probes, consistentAtOnce: Int
  let consistentWithin: [Int]
  let violations: Int

  package init(_ summary: MonitorSummary) {
    documents = summary.documents
    probes = summary.probes
    consistentAtOnce = summary.consistentAtOnce
    consistentWithin = summary.consistentWithin
    violations = summary.violations
  }
}
