package import FreshetCorpus

/// What was seen of a document at its source, just now.
package enum Observation: Hashable, Sendable {
  case present(Revision, by: Verification.Method)
  case absent
  case excluded(SkipReason)
  /// Its name, or the name of a folder above it, is hidden or secret-like, and nobody named it.
  case hidden
  case unknown(why: String)
}

/// What the index serves of a document, and in which condition.
package struct IndexedCondition: Hashable, Sendable {
  package let revision: Revision
  package let recipe: IndexingRecipe
  package let modifiedAt: Timestamp?
  /// Concurrent versions stand side by side.
  package let isConflicted: Bool
  /// What no longer matches its address, checksum or bytes, in sentences.
  package let damage: [String]

  package init(
    revision: Revision, recipe: IndexingRecipe, modifiedAt: Timestamp? = nil, isConflicted: Bool = false,
    damage: [String] = []
  ) {
    self.revision = revision
    self.recipe = recipe
    self.modifiedAt = modifiedAt
    self.isConflicted = isConflicted
    self.damage = damage
  }
}

/// Compares what was observed with what is indexed: a pure function, so that an audit can be repeated from its inputs.
package struct StalenessAudit {
  private let recipe: IndexingRecipe
  private let attempts: [DocumentID: String]

  /// - Parameters:
  ///   - recipe: how documents would be indexed now.
  ///   - attempts: why the last attempt to index a document failed, in a sentence.
  package init(expecting recipe: IndexingRecipe, attempts: [DocumentID: String] = [:]) {
    self.recipe = recipe
    self.attempts = attempts
  }

  /// How a document stands; nil when it is neither indexed nor present. What gives no answer may be present.
  ///
  /// Where several states apply, the first in this order is reported, for it must be mended first: damaged, conflicted,
  /// orphaned, unverified, stale, otherSpace, drifted. A document that the rules began to exclude after it was indexed,
  /// or that is hidden, is drifted.
  package func verdict(
    on document: DocumentID, _ observation: Observation, _ condition: IndexedCondition?
  ) -> DocumentVerdict? {
    let (source, method): (Revision?, Verification.Method?) =
      if case .present(let revision, let method) = observation { (revision, method) } else { (nil, nil) }
    guard let (state, detail) = condition.map({ judge($0, observation) }) ?? judge(unindexed: observation) else {
      return nil
    }
    let attempt = detail.isEmpty && state != .fresh ? AdvisedText(attempts[document] ?? "") : detail
    return DocumentVerdict(
      document: document, state: state, indexed: condition?.revision, source: source, method: method,
      modifiedAt: condition?.modifiedAt, detail: attempt, isHidden: observation == .hidden)
  }

  private func judge(unindexed observation: Observation) -> (AuditState, detail: AdvisedText)? {
    switch observation {
    case .present: return (.missing, "")
    case .unknown(let why): return (.unverified, AdvisedText(why))
    case .absent, .excluded, .hidden: return nil
    }
  }

  private func judge(_ condition: IndexedCondition, _ observation: Observation) -> (AuditState, detail: AdvisedText) {
    if !condition.damage.isEmpty { return (.damaged, AdvisedText(condition.damage.joined(separator: "; "))) }
    if condition.isConflicted { return (.conflicted, "") }
    switch observation {
    case .absent: return (.orphaned, "")
    case .excluded(.unreadable): return (.unverified, "the file can't be read")
    case .excluded(.ignored): return (.drifted, "ignore rules exclude it now")
    case .hidden: return (.drifted, "its name is hidden or secret-like, and nobody named it; \(HiddenHold.advice)")
    case .excluded(let reason): return (.orphaned, "no longer indexed: \(reason.rawValue)")
    case .unknown(let why): return (.unverified, AdvisedText(why))
    case .present(let revision, _):
      if revision != condition.revision { return (.stale, "") }
      if condition.recipe.space != recipe.space { return (.otherSpace, "") }
      if condition.recipe.chunker != recipe.chunker {
        return (.drifted, "it was parted by \(condition.recipe.chunker), and would be by \(recipe.chunker) now")
      }
      return (.fresh, "")
    }
  }
}
