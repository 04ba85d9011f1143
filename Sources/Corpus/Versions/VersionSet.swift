/// The versions of one thing that no other version supersedes, and everything that this set has seen: a dotted version vector set.
///
/// Each value carries the dot of the write that made it, the context covers the dots of all that ever were here. So two
/// writes through one replica are told apart (a plain version vector can't), a write supersedes exactly what its writer
/// had read, and merging keeps a value unless the other side has seen it and no longer holds it. Sources: Preguiça,
/// Baquero, Almeida, Fonte and Gonçalves, "Dotted Version Vectors", arXiv 1011.5808, 2010; Almeida, Baquero, Gonçalves,
/// Preguiça and Fonte, "Scalable and Accurate Causality Tracking for Eventually Consistent Stores", DAIS 2014. The
/// compact form of the latter needs a document's dots to be consecutive; here they are numbered over all documents, so
/// each value keeps its own.
///
/// - Invariant: the context covers every sibling's dot.
package struct VersionSet<Value: Sendable>: Sendable {
  package private(set) var context: CausalContext
  package private(set) var siblings: [Dot: Value]

  package init() {
    context = CausalContext()
    siblings = [:]
  }

  /// - Parameter context: at least all dots of `siblings`; those are added where it lacks them.
  package init(context: CausalContext, siblings: [Dot: Value]) {
    self.context = siblings.keys.reduce(context) { $0.covering($1) }
    self.siblings = siblings
  }

  /// Writes `value`: it takes the place of every sibling that its writer had read, and stands beside the others.
  ///
  /// - Parameters:
  ///   - dot: never given before, by the replica that this set is of, which has all that it took before.
  ///   - context: what the writer had read. What this replica has never seen of it is taken over.
  package mutating func write(_ value: Value, dot: Dot, context read: CausalContext) {
    siblings = siblings.filter { !read.covers($0.key) }
    siblings[dot] = value
    context = context.merged(with: read).coveringAll(upTo: dot)
  }

  /// The least set that has seen what both have: commutative, associative, idempotent.
  package func merged(with other: VersionSet) -> VersionSet {
    let kept = siblings.filter { other.siblings[$0.key] != nil || !other.context.covers($0.key) }
    let added = other.siblings.filter { siblings[$0.key] == nil && !context.covers($0.key) }
    return VersionSet(context: context.merged(with: other.context), siblings: kept.merging(added) { mine, _ in mine })
  }

  /// Merges what another replica has. What has been here and isn't here any more was superseded, or removed and forgotten: it
  /// doesn't rise again. Source: Gonçalves, Almeida, Baquero and Fonte, "DottedDB: Anti-Entropy without Merkle Trees, Deletes
  /// without Tombstones", SRDS 2017.
  ///
  /// - Parameter seen: all writes that have ever been here, of any document.
  package func receiving(_ theirs: VersionSet, seen: VersionVector) -> VersionSet {
    let unseen = theirs.siblings.filter { siblings[$0.key] != nil || !seen.covers($0.key) }
    return merged(with: VersionSet(context: theirs.context, siblings: unseen))
  }
}

extension VersionSet: Equatable where Value: Equatable {}
