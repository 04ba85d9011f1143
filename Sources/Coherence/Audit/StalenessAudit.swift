package import FreshetCorpus

/// What the audit found at the source of one document.
package enum Observation: Hashable, Sendable {
  case present(Revision, by: Verification.Method)
  case absent
  case excluded(SkipReason)
  /// The name of the document, or of a folder above it, is hidden or secret-like, and neither an `include` pattern nor
  /// a path argument names it explicitly.
  case hidden
  case unknown(why: String)
}

/// The state of one document in the index: its revision, how it was indexed, and whether the stored content is intact.
package struct IndexedCondition: Hashable, Sendable {
  package let revision: Revision
  package let recipe: IndexingRecipe
  package let modifiedAt: Timestamp?
  /// Whether the document has concurrent versions.
  package let isConflicted: Bool
  /// Sentences about stored content that no longer matches its hash, checksum or original bytes; empty if everything
  /// matches.
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

/// Compares what the audit observed at the sources with what is indexed. The verdicts depend on nothing else, so an
/// audit can be repeated from its recorded inputs.
package struct StalenessAudit {
  private let recipe: IndexingRecipe
  private let attempts: [DocumentID: String]

  /// Makes an audit that expects documents to be indexed as Freshet would index them now.
  ///
  /// - Parameters:
  ///   - recipe: the embedding space and the chunker with which Freshet would index documents now.
  ///   - attempts: for each document whose last indexing attempt failed, a sentence that says why.
  package init(expecting recipe: IndexingRecipe, attempts: [DocumentID: String] = [:]) {
    self.recipe = recipe
    self.attempts = attempts
  }

  /// Returns how a document compares with its source; nil if it is neither indexed nor present at the source. A source
  /// that can't be read counts as one that may have the document.
  ///
  /// Where several states apply, the verdict is the first of this list, because it must be repaired first: damaged,
  /// conflicted, orphaned, unverified, stale, otherSpace, drifted. An indexed document is also drifted if the ignore
  /// rules now exclude it, or if its name is hidden.
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
    case .hidden:
      return (
        .drifted,
        "its name is hidden or secret-like, and no argument or `include` pattern names it; \(HiddenHold.advice)"
      )
    case .excluded(let reason): return (.orphaned, "its file no longer counts as a document: \(reason.rawValue)")
    case .unknown(let why): return (.unverified, AdvisedText(why))
    case .present(let revision, _):
      if revision != condition.revision { return (.stale, "") }
      if condition.recipe.space != recipe.space { return (.otherSpace, "") }
      if condition.recipe.chunker != recipe.chunker {
        return (
          .drifted, "it was split into passages by \(condition.recipe.chunker); Freshet now uses \(recipe.chunker)"
        )
      }
      return (.fresh, "")
    }
  }
}
