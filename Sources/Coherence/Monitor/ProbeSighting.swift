package import FreshetCorpus

/// How an index fails a reader of one document, as a probe saw it.
package enum Flaw: Hashable, Sendable {
  /// The state that an audit would report.
  case state(AuditState)
  /// A search by the own vector of one of its passages doesn't return that passage.
  case unfound

  /// Nil for a state in which a reader gets the document as its source holds it. Also nil for `conflicted`, because
  /// every answer marks concurrent versions, and for `unverified`, because what can't be read proves nothing.
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

/// A document as a probe saw it: what its source holds, what a reader is served, and what is wrong with that.
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

/// A flaw that lasted until the monitor was sure of it.
package struct FoundViolation: Hashable, Sendable {
  package let document: DocumentID
  package let flaw: Flaw
  /// When a probe first saw it.
  package let since: Timestamp
  /// When the monitor became sure of it.
  package let foundAt: Timestamp

  package init(document: DocumentID, flaw: Flaw, since: Timestamp, foundAt: Timestamp) {
    self.document = document
    self.flaw = flaw
    self.since = since
    self.foundAt = foundAt
  }
}
