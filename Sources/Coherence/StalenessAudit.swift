package import Corpus

/// What was seen of a document at its source, just now.
package enum Observation: Hashable, Sendable {
  case present(Revision, by: Verification.Method)
  case absent
  case excluded(SkipReason)
  case unknown(why: String)
}

/// What the index serves of a document, and in which condition.
package struct IndexedCondition: Hashable, Sendable {
  package let revision: Revision
  package let space: SpaceID
  /// Concurrent versions stand side by side.
  package let isConflicted: Bool
  /// What no longer matches its address, checksum or bytes, in sentences.
  package let damage: [String]

  package init(revision: Revision, space: SpaceID, isConflicted: Bool = false, damage: [String] = []) {
    self.revision = revision
    self.space = space
    self.isConflicted = isConflicted
    self.damage = damage
  }
}

/// Compares what was observed with what is indexed: a pure function, so that an audit can be repeated from its inputs.
package enum StalenessAudit {
  /// One finding for each document of either side, in their order.
  ///
  /// A document that is neither indexed nor present has none. Where several states apply, the first in this order is
  /// reported, for it must be mended first: damaged, conflicted, orphaned, unverified, stale, otherSpace.
  /// - Parameter attempts: why the last attempt to index a document failed, in a sentence.
  package static func findings(
    observed: [DocumentID: Observation], indexed: [DocumentID: IndexedCondition],
    expected space: SpaceID, attempts: [DocumentID: String] = [:]
  ) -> [AuditFinding] {
    Set(observed.keys).union(indexed.keys).sorted().compactMap { document in
      finding(
        document, observed[document] ?? .unknown(why: "it was not looked at"), indexed[document],
        expected: space
      )?.explained(by: attempts[document])
    }
  }

  private static func finding(
    _ document: DocumentID, _ observation: Observation, _ condition: IndexedCondition?,
    expected space: SpaceID
  ) -> AuditFinding? {
    let (source, method): (Revision?, Verification.Method?) =
      if case .present(let revision, let method) = observation { (revision, method) } else { (nil, nil) }
    guard let condition else {
      guard let source else { return nil }
      return AuditFinding(
        document: document, state: .missing, indexed: nil, source: source, method: method)
    }
    let (state, detail) = judge(condition, observation, expected: space)
    return AuditFinding(
      document: document, state: state, indexed: condition.revision, source: source, method: method,
      detail: detail)
  }

  private static func judge(
    _ condition: IndexedCondition, _ observation: Observation, expected space: SpaceID
  ) -> (AuditState, detail: String) {
    if !condition.damage.isEmpty { return (.damaged, condition.damage.joined(separator: "; ")) }
    if condition.isConflicted { return (.conflicted, "") }
    switch observation {
    case .absent: return (.orphaned, "")
    case .excluded(.unreadable): return (.unverified, "the file can't be read")
    case .excluded(let reason): return (.orphaned, "no longer indexed: \(reason.rawValue)")
    case .unknown(let why): return (.unverified, why)
    case .present(let revision, _):
      if revision != condition.revision { return (.stale, "") }
      if condition.space != space { return (.otherSpace, "") }
      return (.fresh, "")
    }
  }
}

extension AuditFinding {
  fileprivate func explained(by attempt: String?) -> AuditFinding {
    guard let attempt, state != .fresh, detail.isEmpty else { return self }
    return AuditFinding(
      document: document, state: state, indexed: indexed, source: source, method: method, detail: attempt)
  }
}
