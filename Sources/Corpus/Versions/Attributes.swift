/// A document's attributes beside its text: fields, of which the last write counts, and tags, which are an
/// observed-remove set.
///
/// Concurrent changes of a field and of a tag both take effect. Each change carries the dot of its write, and the
/// document's causal context shows which writes were seen, so a removed tag needs no tombstone. A writer may have read
/// writes that never arrived at this replica. Its text supersedes their texts, but their fields and tags may still
/// arrive (`reached`).
///
/// Sources: Shapiro, Preguiça, Baquero and Zawirski, INRIA RR-7506, 2011 (LWW register, OR-set); Bieniusa et al., "An
/// Optimized Conflict-free Replicated Set", arXiv 1210.3368, 2012 (without tombstones).
package struct Attributes: Hashable, Sendable, Codable {
  /// The newest value of a field; nil if it was removed.
  package struct Field: Hashable, Sendable, Codable {
    package let value: String?
    package let stamp: HybridTime
    package let dot: Dot

    package init(value: String?, stamp: HybridTime, dot: Dot) {
      self.value = value
      self.stamp = stamp
      self.dot = dot
    }

    fileprivate func isOlder(than other: Field) -> Bool {
      stamp == other.stamp ? dot < other.dot : stamp < other.stamp
    }
  }

  package private(set) var fields: [String: Field]
  /// For each tag, the writes that added it and that no removal had seen.
  package private(set) var tags: [String: Set<Dot>]

  /// The writes whose attributes have arrived here; nil if these are all writes of the document's causal context.
  package private(set) var reached: CausalContext?

  package init(fields: [String: Field] = [:], tags: [String: Set<Dot>] = [:]) {
    self.init(fields: fields, tags: tags, reached: nil)
  }

  private init(fields: [String: Field], tags: [String: Set<Dot>], reached: CausalContext?) {
    self.fields = fields
    self.tags = tags.filter { !$0.value.isEmpty }
    self.reached = reached
  }

  package var isEmpty: Bool { fields.isEmpty && tags.isEmpty && reached == nil }
  package var values: [String: String] { fields.compactMapValues(\.value) }

  /// Applies a write's changes.
  ///
  /// - Parameters:
  ///   - context: what the writer had read; a tag that another writer added since then stays.
  ///   - here: what the document's versions at this replica had seen before the write.
  package mutating func apply(
    _ change: AttributeChange, dot: Dot, stamp: HybridTime, context: CausalContext, here: CausalContext
  ) {
    self.change(change, dot: dot, stamp: stamp, context: context)
    follow(seen(here).coveringAll(upTo: dot), in: here.merged(with: context).coveringAll(upTo: dot))
  }

  /// Removes all fields, and the tags that the writer had read. Attributes that the writer read at another replica
  /// count as removed even if they never arrived here.
  package mutating func removeAll(dot: Dot, stamp: HybridTime, context: CausalContext, here: CausalContext) {
    let removal = AttributeChange(fields: fields.mapValues { _ in nil }, removing: Set(tags.keys))
    change(removal, dot: dot, stamp: stamp, context: context)
    let together = here.merged(with: context).coveringAll(upTo: dot)
    follow(seen(here).merged(with: context).coveringAll(upTo: dot), in: together)
  }

  private mutating func change(_ change: AttributeChange, dot: Dot, stamp: HybridTime, context: CausalContext) {
    for (name, value) in change.fields { fields[name] = Field(value: value, stamp: stamp, dot: dot) }
    for tag in change.removedTags { tags[tag] = tags[tag]?.filter { !context.covers($0) } }
    for tag in change.addedTags { tags[tag, default: []].insert(dot) }
    tags = tags.filter { !$0.value.isEmpty }
  }

  /// The writes whose attributes have arrived here.
  ///
  /// - Parameter context: what the document's versions have seen.
  private func seen(_ context: CausalContext) -> CausalContext { reached ?? context }

  private mutating func follow(_ seen: CausalContext, in context: CausalContext) {
    let common = seen.intersection(context)
    reached = common == context ? nil : common
  }

  /// Merges the attributes of two states of a document.
  ///
  /// - Parameters:
  ///   - context: what the document's versions on this side have seen.
  ///   - others: what the document's versions on the other side have seen.
  package func merged(with other: Attributes, context: CausalContext, others: CausalContext) -> Attributes {
    receiving(other, context: context, others: others, seen: VersionVector())
  }

  /// The dots of all writes that set a field or added a tag.
  package var dots: Set<Dot> { tags.values.reduce(into: Set(fields.values.map(\.dot))) { $0.formUnion($1) } }

  /// A copy with new names for writes of `replica`. Writes with a number up to `shared` keep their names.
  ///
  /// - Parameter names: the new dot for each old one.
  package func renaming(_ names: [Dot: Dot], of replica: ReplicaID, after shared: UInt64) -> Attributes {
    Attributes(
      fields: fields.mapValues { Field(value: $0.value, stamp: $0.stamp, dot: names[$0.dot] ?? $0.dot) },
      tags: tags.mapValues { Set($0.map { names[$0] ?? $0 }) },
      reached: reached?.renaming(names, of: replica, after: shared))
  }

  /// Merges the attributes of another replica. If one side has seen an attribute and no longer holds it, the merge
  /// doesn't bring it back from the other side.
  ///
  /// - Parameter seen: all writes that this replica has ever received, of any document.
  package func receiving(
    _ theirs: Attributes, context: CausalContext, others: CausalContext, seen everything: VersionVector
  ) -> Attributes {
    let (here, there) = (seen(context).merged(with: CausalContext(everything)), theirs.seen(others))
    let kept = fields.filter { theirs.fields[$0.key] != nil || !there.covers($0.value.dot) }
    let added = theirs.fields.filter { fields[$0.key] != nil || !here.covers($0.value.dot) }
    var tags: [String: Set<Dot>] = [:]
    for tag in Set(self.tags.keys).union(theirs.tags.keys) {
      let (mine, others) = (self.tags[tag] ?? [], theirs.tags[tag] ?? [])
      tags[tag] = mine.filter { others.contains($0) || !there.covers($0) }
        .union(others.filter { mine.contains($0) || !here.covers($0) })
    }
    var merged = Attributes(
      fields: kept.merging(added) { $0.isOlder(than: $1) ? $1 : $0 }, tags: tags, reached: nil)
    merged.follow(here.merged(with: there), in: context.merged(with: others))
    return merged
  }
}
