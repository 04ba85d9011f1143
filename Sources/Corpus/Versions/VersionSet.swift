/// The standing versions of one document, and all writes that this set has seen: a dotted version vector set.
///
/// Each version carries the dot of its write. The context covers the dots of all versions that were ever in the set. So
/// the set distinguishes two writes through one replica, which a plain version vector can't. A write supersedes exactly
/// the versions that its writer had read. A merge keeps a version unless the other side has seen it and no longer holds
/// it.
///
/// Sources: Preguiça, Baquero, Almeida, Fonte and Gonçalves, "Dotted Version Vectors", arXiv 1011.5808, 2010; Almeida,
/// Baquero, Gonçalves, Preguiça and Fonte, "Scalable and Accurate Causality Tracking for Eventually Consistent Stores",
/// DAIS 2014. The compact form of the latter needs consecutive dots for each document. Freshet numbers dots over all
/// documents, so each version keeps its own.
///
/// - Invariant: the context covers every sibling's dot.
package struct VersionSet<Value: Sendable>: Sendable {
  package private(set) var context: CausalContext
  package private(set) var siblings: [Dot: Value]

  package init() {
    context = CausalContext()
    siblings = [:]
  }

  /// - Parameter context: should cover all dots of `siblings`; missing ones are added.
  package init(context: CausalContext, siblings: [Dot: Value]) {
    self.context = siblings.keys.reduce(context) { $0.covering($1) }
    self.siblings = siblings
  }

  /// Writes `value`. It replaces every sibling that the writer had read, and the others stay beside it.
  ///
  /// - Parameters:
  ///   - dot: a new dot of this set's replica, which has all of its own earlier writes.
  ///   - context: what the writer had read. The set's context then covers it, too.
  package mutating func write(_ value: Value, dot: Dot, context read: CausalContext) {
    siblings = siblings.filter { !read.covers($0.key) }
    siblings[dot] = value
    context = context.merged(with: read).coveringAll(upTo: dot)
  }

  /// The smallest set that has seen everything that either set has seen. Commutative, associative and idempotent.
  package func merged(with other: VersionSet) -> VersionSet {
    let kept = siblings.filter { other.siblings[$0.key] != nil || !other.context.covers($0.key) }
    let added = other.siblings.filter { siblings[$0.key] == nil && !context.covers($0.key) }
    return VersionSet(context: context.merged(with: other.context), siblings: kept.merging(added) { mine, _ in mine })
  }

  /// Merges the versions of another replica. If this replica has seen a version that it no longer holds, that version
  /// was superseded, or removed and forgotten, and doesn't come back. Source: Gonçalves, Almeida, Baquero and Fonte,
  /// "DottedDB: Anti-Entropy without Merkle Trees, Deletes without Tombstones", SRDS 2017.
  ///
  /// - Parameter seen: all writes that this replica has ever received, of any document.
  package func receiving(_ theirs: VersionSet, seen: VersionVector) -> VersionSet {
    let unseen = theirs.siblings.filter { siblings[$0.key] != nil || !seen.covers($0.key) }
    return merged(with: VersionSet(context: theirs.context, siblings: unseen))
  }
}

extension VersionSet: Equatable where Value: Equatable {}
