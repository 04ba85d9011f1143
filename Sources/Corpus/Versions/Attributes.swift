/// A document's attributes: fields, whose last write wins, and tags, which form an observed-remove set.
///
/// Concurrent changes of different attributes all take effect. Each change carries the dot (the unique name) of its
/// write, and the document's causal context shows which writes were received, so a removed tag needs no tombstone. A
/// writer may have read writes that never arrived at this replica. Its text supersedes their texts, but their fields
/// and tags may still arrive (`reached`).
///
/// Sources: Shapiro, Preguiça, Baquero and Zawirski, INRIA RR-7506, 2011 (LWW register, OR-set); Bieniusa et al., "An
/// Optimized Conflict-free Replicated Set", arXiv 1210.3368, 2012 (without tombstones).
package struct Attributes: Hashable, Sendable, Codable {
  /// A field with the newest write to it. The value is nil if that write removed the field.
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
  /// For each tag, the writes that added the tag and that no later removal has superseded.
  package private(set) var tags: [String: Set<Dot>]

  /// The writes whose attributes this replica has received; nil if it has received those of all writes in the
  /// document's causal context.
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

  /// Applies the changes of a write.
  ///
  /// - Parameters:
  ///   - context: the writes that the writer had read. A tag that another writer has added since then stays.
  ///   - here: the document's causal context at this replica before the write.
  package mutating func apply(
    _ change: AttributeChange, dot: Dot, stamp: HybridTime, context: CausalContext, here: CausalContext
  ) {
    self.change(change, dot: dot, stamp: stamp, context: context)
    follow(seen(here).coveringAll(upTo: dot), in: here.merged(with: context).coveringAll(upTo: dot))
  }

  /// Removes all fields, and the tags that the writer had read. Attributes that the writer read at another replica
  /// count as removed even if they never arrive at this replica.
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

  /// The writes whose attributes this replica has received.
  ///
  /// - Parameter context: the document's causal context, which is the result if `reached` is nil.
  private func seen(_ context: CausalContext) -> CausalContext { reached ?? context }

  private mutating func follow(_ seen: CausalContext, in context: CausalContext) {
    let common = seen.intersection(context)
    reached = common == context ? nil : common
  }

  /// Merges the attributes of two states of a document.
  ///
  /// - Parameters:
  ///   - context: the document's causal context in this state.
  ///   - others: the document's causal context in the other state.
  package func merged(with other: Attributes, context: CausalContext, others: CausalContext) -> Attributes {
    receiving(other, context: context, others: others, seen: VersionVector())
  }

  /// The dots of all writes that set a field or added a tag.
  package var dots: Set<Dot> { tags.values.reduce(into: Set(fields.values.map(\.dot))) { $0.formUnion($1) } }

  /// A copy in which writes of `replica` have new names. Writes with a number up to `shared` keep their names.
  ///
  /// - Parameter names: for each renamed write, the new dot by the old one.
  package func renaming(_ names: [Dot: Dot], of replica: ReplicaID, after shared: UInt64) -> Attributes {
    Attributes(
      fields: fields.mapValues { Field(value: $0.value, stamp: $0.stamp, dot: names[$0.dot] ?? $0.dot) },
      tags: tags.mapValues { Set($0.map { names[$0] ?? $0 }) },
      reached: reached?.renaming(names, of: replica, after: shared))
  }

  /// Merges the attributes from another replica. If one side has received an attribute and no longer has it, the
  /// attribute was removed, and the merge doesn't bring it back from the other side.
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
