/// The writes of a document that a client has read: for each replica, all writes up to a number, and single writes
/// beyond that.
///
/// A client that writes without reading first knows its own write, but not the earlier writes of the same replica. A
/// version vector would include those, too, and the client's next write would supersede versions that nobody has read.
/// So the context lists such single writes until it includes all writes before them: a dotted version vector.
public struct CausalContext: Hashable, Sendable, Codable {
  /// For each replica, the number up to which the context includes all of its writes.
  public private(set) var vector: VersionVector
  /// The single writes that the context includes beyond `vector`.
  public private(set) var dots: Set<Dot>

  /// Makes the context of a client that has read nothing.
  public init() {
    self.init(VersionVector())
  }

  package init(_ vector: VersionVector, dots: some Sequence<Dot> = []) {
    self.vector = vector
    self.dots = Set(dots.filter { !vector.covers($0) })
  }

  private enum Key: String, CodingKey {
    case vector, dots
  }

  public init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Key.self)
    self.init(
      try object.decode(VersionVector.self, forKey: .vector),
      dots: try object.decodeIfPresent([Dot].self, forKey: .dots) ?? [])
  }

  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(vector, forKey: .vector)
    if !dots.isEmpty { try object.encode(dots.sorted(), forKey: .dots) }
  }

  /// Whether the context includes the write `dot`.
  public func covers(_ dot: Dot) -> Bool { vector.covers(dot) || dots.contains(dot) }

  /// The greatest number among the writes of `replica` in this context; 0 if there is none.
  package func newestWrite(of replica: ReplicaID) -> UInt64 {
    dots.reduce(vector.counts[replica, default: 0]) { $1.replica == replica ? max($0, $1.write) : $0 }
  }

  package func covering(_ dot: Dot) -> CausalContext { CausalContext(vector, dots: dots.union([dot])) }

  /// A copy that also includes the write `dot` and all earlier writes of the same replica.
  package func coveringAll(upTo dot: Dot) -> CausalContext { CausalContext(vector.covering(dot), dots: dots) }

  /// A copy in which writes of `replica` have new names. Writes with a number up to `shared` keep their names.
  ///
  /// - Parameter names: for each renamed write, the new dot by the old one.
  package func renaming(_ names: [Dot: Dot], of replica: ReplicaID, after shared: UInt64) -> CausalContext {
    let known = names.filter { covers($0.key) }
    let kept = vector.counts.merging([replica: min(shared, vector.counts[replica, default: 0])]) { $1 }
    let renamed = CausalContext(VersionVector(kept), dots: dots.map { names[$0] ?? $0 })
    return known.values.reduce(renamed) { $0.coveringAll(upTo: $1) }
  }

  /// The writes that both contexts include.
  package func intersection(_ other: CausalContext) -> CausalContext {
    let counts = vector.counts.map { ($0, min($1, other.vector.counts[$0, default: 0])) }
    return CausalContext(
      VersionVector(Dictionary(keepingFirst: counts)),
      dots: dots.union(other.dots).filter { covers($0) && other.covers($0) })
  }

  /// The writes that one of the two contexts, or both, include. The operation is commutative, associative and
  /// idempotent.
  public func merged(with other: CausalContext) -> CausalContext {
    CausalContext(vector.merged(with: other.vector), dots: dots.union(other.dots))
  }
}
