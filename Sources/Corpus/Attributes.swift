/// What is said about a document beside its text: fields, each the last writer's, and tags, an observed-remove set.
///
/// They merge one by one: who renames a field and who adds a tag at the same time both have their way. Each change carries its
/// write's dot, and the document's context tells what has been seen of them, so a removed tag leaves nothing behind. Sources:
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

  package init(fields: [String: Field] = [:], tags: [String: Set<Dot>] = [:]) {
    self.fields = fields
    self.tags = tags.filter { !$0.value.isEmpty }
  }

  package var isEmpty: Bool { fields.isEmpty && tags.isEmpty }
  package var values: [String: String] { fields.compactMapValues(\.value) }

  /// - Parameter context: what the writer had read: a tag that somebody added since stays.
  package mutating func apply(_ change: AttributeChange, dot: Dot, stamp: HybridTime, context: CausalContext) {
    for (name, value) in change.fields { fields[name] = Field(value: value, stamp: stamp, dot: dot) }
    for tag in change.removedTags { tags[tag] = tags[tag]?.filter { !context.covers($0) } }
    for tag in change.addedTags { tags[tag, default: []].insert(dot) }
    tags = tags.filter { !$0.value.isEmpty }
  }

  /// - Parameters:
  ///   - context: what the document's versions on this side have seen.
  ///   - others: on the other side.
  package func merged(with other: Attributes, context: CausalContext, others: CausalContext) -> Attributes {
    let fields = fields.merging(other.fields) { $0.isOlder(than: $1) ? $1 : $0 }
    var tags: [String: Set<Dot>] = [:]
    for tag in Set(self.tags.keys).union(other.tags.keys) {
      let (mine, theirs) = (self.tags[tag] ?? [], other.tags[tag] ?? [])
      tags[tag] = mine.filter { theirs.contains($0) || !others.covers($0) }
        .union(theirs.filter { mine.contains($0) || !context.covers($0) })
    }
    return Attributes(fields: fields, tags: tags)
  }

  /// The same with other names for some writes.
  package func renaming(_ names: [Dot: Dot]) -> Attributes {
    Attributes(
      fields: fields.mapValues { Field(value: $0.value, stamp: $0.stamp, dot: names[$0.dot] ?? $0.dot) },
      tags: tags.mapValues { Set($0.map { names[$0] ?? $0 }) })
  }

  /// Merges what another replica has; what has been here and isn't here any more doesn't rise again.
  ///
  /// - Parameter seen: all writes that have ever been here, of any document.
  package func receiving(
    _ theirs: Attributes, context: CausalContext, others: CausalContext, seen: VersionVector
  ) -> Attributes {
    let unseen = theirs.fields.filter { fields[$0.key] != nil || !seen.covers($0.value.dot) }
    return merged(
      with: Attributes(fields: unseen, tags: theirs.tags), context: context.merged(with: CausalContext(seen)),
      others: others)
  }
}

/// What a write says about a document beside its text. What isn't named stays as it is.
public struct AttributeChange: Hashable, Sendable {
  /// Nil takes a field away.
  public var fields: [String: String?]
  public var addedTags: Set<String>
  /// Only as far as the writer had seen them.
  public var removedTags: Set<String>

  public init(fields: [String: String?] = [:], adding: Set<String> = [], removing: Set<String> = []) {
    self.fields = fields
    addedTags = adding
    removedTags = removing
  }

  package var isEmpty: Bool { fields.isEmpty && addedTags.isEmpty && removedTags.isEmpty }
}
