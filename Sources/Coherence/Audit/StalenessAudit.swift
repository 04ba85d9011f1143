package import FreshetCorpus

/// What the audit just saw of a document at its source.
package enum Observation: Hashable, Sendable {
  case present(Revision, by: Verification.Method)
  case absent
  case excluded(SkipReason)
  /// The name of the document, or of a folder above it, is hidden or secret-like, and nobody named it explicitly.
  case hidden
  case unknown(why: String)
}

/// What the index serves of a document, and in which condition.
package struct IndexedCondition: Hashable, Sendable {
  package let revision: Revision
  package let recipe: IndexingRecipe
  package let modifiedAt: Timestamp?
  /// Whether the document has concurrent versions.
  package let isConflicted: Bool
  /// Sentences about content that no longer matches its address, checksum or bytes.
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
  ///   - recipe: how Freshet would index documents now.
  ///   - attempts: by document, a sentence that says why the last attempt to index it failed.
  package init(expecting recipe: IndexingRecipe, attempts: [DocumentID: String] = [:]) {
    self.recipe = recipe
    self.attempts = attempts
  }

  /// How a document compares with its source; nil when it is neither indexed nor present. If the source gives no
  /// answer, the document may be present.
  ///
  /// Where several states apply, the verdict names the first in this order, because it must be mended first: damaged,
  /// conflicted, orphaned, unverified, stale, otherSpace, drifted. An indexed document is also drifted if the rules now
  /// exclude it, or if it is hidden.
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
