package import Freshet

/// The state of a document and its latest state changes, as JSON; docs/commands/why.md documents the keys.
package struct ExplanationObject: Encodable {
  package struct Served: Encodable {
    let revision: Revision
    let version: VersionVector
    let method, verifiedAt: String
    let passages, awaitingVectors: Int
    let embeddingFailure: AdvisedText?
  }
  package struct Waiting: Encodable {
    let since: String
    let attempts: Int
    let lastError: String?
    let nextAttemptAt: String?
    let buried: Bool
  }
  package struct Step: Encodable {
    let at, state: String
    let detail: String?
  }
  package struct Violation: Encodable {
    let kind, since, foundAt: String
    let endedAt: String?
    let transitions: [Step]
  }

  let document, source, path: String
  let state: String?
  let since: String?
  let why: String?
  let served: Served?
  let waiting: Waiting?
  let siblings: [SiblingObject]?
  let passedOver, form: String?
  let transitions: [Step]
  let violations: [Violation]

  package init(_ explanation: DocumentExplanation) {
    document = explanation.document.description
    source = explanation.document.source
    path = explanation.document.path
    state = explanation.freshness?.name
    switch explanation.freshness {
    case .suspect(let moment), .stale(let moment): (since, why) = (moment.description, nil)
    case .unverified(let reason): (since, why) = (nil, reason)
    default: (since, why) = (nil, nil)
    }
    served = explanation.served.map(Served.init)
    waiting = explanation.mark.map(Waiting.init)
    siblings = explanation.siblings.isEmpty ? nil : explanation.siblings.map(SiblingObject.init)
    passedOver = explanation.skipReason?.rawValue
    form = explanation.unread?.rawValue
    transitions = explanation.transitions.map(Step.init)
    violations = explanation.violations.map { violation in
      Violation(
        kind: violation.kind, since: violation.since.description, foundAt: violation.foundAt.description,
        endedAt: violation.endedAt?.description, transitions: violation.transitions.map(Step.init))
    }
  }
}

extension ExplanationObject.Step {
  package init(_ transition: DocumentTransition) {
    self.init(at: transition.at.description, state: transition.state.rawValue, detail: transition.detail)
  }
}

extension ExplanationObject.Served {
  fileprivate init(_ summary: ServedSummary) {
    self.init(
      revision: summary.revision, version: summary.version, method: summary.verification.method.rawValue,
      verifiedAt: summary.verification.at.description, passages: summary.passages,
      awaitingVectors: summary.awaitingVectors, embeddingFailure: summary.embeddingFailure)
  }
}

extension ExplanationObject.Waiting {
  fileprivate init(_ summary: MarkSummary) {
    self.init(
      since: summary.since.description, attempts: summary.attempts, lastError: summary.lastError,
      nextAttemptAt: summary.nextAttemptAt?.description, buried: summary.isDeadLetter)
  }
}
