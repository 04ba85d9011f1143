package import Freshet

/// How well each source meets its staleness objective, as JSON; docs/commands/slo.md documents the keys.
package struct ServiceLevelsObject: Encodable {
  package struct Window: Encodable {
    let windowSeconds: Double
    let within, total: Int
    let burnRate: Double?
  }
  package struct Indicator: Encodable {
    let windows: [Window]
    let budgetLeft: Double?
    let alerts: [String]

    init(_ indicator: ServiceIndicator) {
      windows = indicator.windows.map {
        Window(windowSeconds: $0.window.inSeconds, within: $0.within, total: $0.total, burnRate: $0.burnRate)
      }
      budgetLeft = indicator.budgetLeft
      alerts = indicator.alerts
    }
  }
  package struct Source: Encodable {
    let source: String
    let stalenessSeconds, target: Double
    let documentsWithin, documents: Int
    let changes, answers: Indicator
  }

  let sources: [Source]

  package init(_ levels: [SourceServiceLevel]) {
    sources = levels.map {
      Source(
        source: $0.source, stalenessSeconds: $0.objective.staleness.inSeconds, target: $0.objective.target,
        documentsWithin: $0.documentsWithin, documents: $0.documents, changes: Indicator($0.changes),
        answers: Indicator($0.answers))
    }
  }
}
