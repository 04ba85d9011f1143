package import Freshet

/// An event of a consistency monitor as JSON; docs/commands/monitor.md documents the keys.
package struct MonitorEventObject: Encodable {
  let event, at: String
  var document, kind, since, foundAt, endedAt: String?
  var why: AdvisedText?
  var documents: Int?
  var sweepSeconds, doubtSeconds: Double?
  var transitions: [ExplanationObject.Step]?

  package init(_ event: MonitorEvent, _ plan: MonitorPlan, at now: Timestamp) {
    at = now.description
    switch event {
    case .began(let documents):
      self.event = "began"
      self.documents = documents
      (sweepSeconds, doubtSeconds) = (plan.sweep.inSeconds, plan.doubt.inSeconds)
    case .violated(let violation):
      self.event = "violated"
      describe(violation)
    case .ended(let violation):
      self.event = "ended"
      describe(violation)
    case .unable(let why):
      self.event = "unable"
      self.why = why
    case .summary: self.event = "summary"
    }
  }

  private mutating func describe(_ violation: ConsistencyViolation) {
    document = violation.document.description
    kind = violation.kind
    since = violation.since.description
    foundAt = violation.foundAt.description
    endedAt = violation.endedAt?.description
    transitions = violation.transitions.map(ExplanationObject.Step.init)
  }
}
