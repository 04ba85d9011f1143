package import Freshet

/// The results of all probes of a monitor, as JSON: docs/commands/monitor.md.
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
