package import FreshetCorpus

/// What a probe found wrong with how the index serves one document.
package enum Flaw: Hashable, Sendable {
  /// The document is in this state, which an audit would report as a finding.
  case state(AuditState)
  /// A search by the vector of one of the document's passages doesn't return that passage.
  case unfound

  /// Makes the flaw for an audit state. Returns nil for `fresh`; for `conflicted`, because every answer marks
  /// concurrent versions; and for `unverified`, because an unreadable source proves nothing.
  package init?(_ state: AuditState) {
    switch state {
    case .fresh, .conflicted, .unverified: return nil
    case .stale, .missing, .orphaned, .damaged, .otherSpace, .drifted: self = .state(state)
    }
  }

  package var name: String {
    switch self {
    case .state(let state): state.rawValue
    case .unfound: "unfound"
    }
  }
}

/// The result of probing a document: the revision at the source, the revision that readers get, and the flaw if any.
package struct ProbeSighting: Hashable, Sendable {
  package let source: Revision?
  package let served: Revision?
  /// Nil if the probe found nothing wrong.
  package let flaw: Flaw?

  package init(source: Revision?, served: Revision?, flaw: Flaw?) {
    self.source = source
    self.served = served
    self.flaw = flaw
  }
}

/// A violation: a flaw that all probes of the monitor found, and that therefore isn't just a change that is still being
/// indexed.
package struct FoundViolation: Hashable, Sendable {
  package let document: DocumentID
  package let flaw: Flaw
  /// When a probe first found the flaw.
  package let since: Timestamp
  /// When the last of these probes found the flaw, so that it became a violation.
  package let foundAt: Timestamp

  package init(document: DocumentID, flaw: Flaw, since: Timestamp, foundAt: Timestamp) {
    self.document = document
    self.flaw = flaw
    self.since = since
    self.foundAt = foundAt
  }
}
