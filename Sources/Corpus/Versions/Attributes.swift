/// What is said about a document beside its text: fields, each the last writer's, and tags, an observed-remove set.
///
/// They merge one by one: who renames a field and who adds a tag at the same time both have their way. Each change carries its
/// write's dot, and the document's context tells what has been seen of them, so a removed tag leaves nothing behind. A writer may
/// have read more than was ever here: its text supersedes that, but what it adds of fields and tags is still to come. Sources:
/// Shapiro, Preguiça, Baquero and Zawirski, INRIA RR-7506, 2011 (LWW register, OR-set); Bieniusa et al., "An Optimized
/// Conflict-free Replicated Set", arXiv 1210.3368, 2012 (without tombstones).
package struct Attributes: Hashable, Sendable, Codable {
  /// The newest value of a field; nil where it was taken away.
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
  /// The writes that added each tag and that no removal has seen.
  package private(set) var tags: [String: Set<Dot>]

  /// The writes that have been here, where the document's context has more.
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

  /// - Parameters:
  ///   - context: what the writer had read: a tag that somebody added since stays.
  ///   - here: what the document's versions had seen before the write.
  package mutating func apply(
    _ change: AttributeChange, dot: Dot, stamp: HybridTime, context: CausalContext, here: CausalContext
  ) {
    self.change(change, dot: dot, stamp: stamp, context: context)
    follow(seen(here).coveringAll(upTo: dot), in: here.merged(with: context).coveringAll(upTo: dot))
  }

  /// Takes away everything that is here, and that the writer had read elsewhere.
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

  /// - Parameter context: what the document's versions have seen.
  private func seen(_ context: CausalContext) -> CausalContext { reached ?? context }

  private mutating func follow(_ seen: CausalContext, in context: CausalContext) {
    let common = seen.intersection(context)
    reached = common == context ? nil : common
  }

  /// - Parameters:
  ///   - context: what the document's versions on this side have seen.
  ///   - others: on the other side.
  package func merged(with other: Attributes, context: CausalContext, others: CausalContext) -> Attributes {
    receiving(other, context: context, others: others, seen: VersionVector())
  }

  /// All writes that are named here.
  package var dots: Set<Dot> { tags.values.reduce(into: Set(fields.values.map(\.dot))) { $0.formUnion($1) } }

  /// The same with other names for some writes of `replica`, of which only those up to `shared` keep theirs.
  package func renaming(_ names: [Dot: Dot], of replica: ReplicaID, after shared: UInt64) -> Attributes {
    Attributes(
      fields: fields.mapValues { Field(value: $0.value, stamp: $0.stamp, dot: names[$0.dot] ?? $0.dot) },
      tags: tags.mapValues { Set($0.map { names[$0] ?? $0 }) },
      reached: reached?.renaming(names, of: replica, after: shared))
  }

  /// Merges what another replica has. What one side has seen and no longer holds doesn't come back from the other.
  ///
  /// - Parameter seen: all writes that have ever been here, of any document.
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
