/// The standing versions of one document (those that no other version supersedes), and all writes that the set has ever
/// included: a dotted version vector set.
///
/// Each version carries the dot (the unique name) of its write. The context includes the dots of all versions that were
/// ever in the set. So the set distinguishes two concurrent writes at the same replica, which a plain version vector
/// can't. A write supersedes exactly the versions that its writer had read. A merge removes a version only if the other
/// set has once included the version and no longer does.
///
/// Sources: Preguiça, Baquero, Almeida, Fonte and Gonçalves, "Dotted Version Vectors", arXiv 1011.5808, 2010; Almeida,
/// Baquero, Gonçalves, Preguiça and Fonte, "Scalable and Accurate Causality Tracking for Eventually Consistent Stores",
/// DAIS 2014. The compact form of the latter needs consecutive dots for each document. Freshet numbers dots over all
/// documents, so each version keeps its own.
///
/// - Invariant: the context includes every sibling's dot.
package struct VersionSet<Value: Sendable>: Sendable {
  package private(set) var context: CausalContext
  package private(set) var siblings: [Dot: Value]

  package init() {
    context = CausalContext()
    siblings = [:]
  }

  /// Makes a set of standing versions.
  ///
  /// - Parameter context: the writes that the set has ever included. The initializer adds dots of `siblings` that are
  ///   missing.
  package init(context: CausalContext, siblings: [Dot: Value]) {
    self.context = siblings.keys.reduce(context) { $0.covering($1) }
    self.siblings = siblings
  }

  /// Adds the version `value`, which replaces every sibling that its writer had read. Other siblings stay.
  ///
  /// - Parameters:
  ///   - dot: a new dot of the replica that has this set. The context then includes all earlier writes of this replica,
  ///     too, because a replica has all of its own writes.
  ///   - context: the writes that the writer had read. The set's context includes them afterwards.
  package mutating func write(_ value: Value, dot: Dot, context read: CausalContext) {
    siblings = siblings.filter { !read.covers($0.key) }
    siblings[dot] = value
    context = context.merged(with: read).coveringAll(upTo: dot)
  }

  /// The union of both sets' histories, without versions that one of the sets has superseded. The operation is
  /// commutative, associative and idempotent.
  package func merged(with other: VersionSet) -> VersionSet {
    let kept = siblings.filter { other.siblings[$0.key] != nil || !other.context.covers($0.key) }
    let added = other.siblings.filter { siblings[$0.key] == nil && !context.covers($0.key) }
    return VersionSet(context: context.merged(with: other.context), siblings: kept.merging(added) { mine, _ in mine })
  }

  /// Merges the versions from another replica. If this replica has received a version and no longer has it, that
  /// version was superseded, or was removed and its record deleted; the merge doesn't bring it back. Source: Gonçalves,
  /// Almeida, Baquero and Fonte, "DottedDB: Anti-Entropy without Merkle Trees, Deletes without Tombstones", SRDS 2017.
  ///
  /// - Parameter seen: all writes that this replica has ever received, of any document.
  package func receiving(_ theirs: VersionSet, seen: VersionVector) -> VersionSet {
    let unseen = theirs.siblings.filter { siblings[$0.key] != nil || !seen.covers($0.key) }
    return merged(with: VersionSet(context: theirs.context, siblings: unseen))
  }
}

extension VersionSet: Equatable where Value: Equatable {}
