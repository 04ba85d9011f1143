package import FreshetCorpus

/// How an index fails a reader of one document, as a probe saw it.
package enum Flaw: Hashable, Sendable {
  /// As an audit judges it.
  case state(AuditState)
  /// A search for one of its passages by that passage's own vector doesn't return it.
  case unfound

  /// Nil for a document that a reader gets as its source holds it. Every answer marks versions that stand side by side
  /// as such, and what can't be read proves nothing.
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
  /// Nil when all is well.
  package let flaw: Flaw?

  package init(source: Revision?, served: Revision?, flaw: Flaw?) {
    self.source = source
    self.served = served
    self.flaw = flaw
  }
}

/// A flaw that outlasted every doubt.
package struct FoundViolation: Hashable, Sendable {
  package let document: DocumentID
  package let flaw: Flaw
  /// When it was seen first.
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
