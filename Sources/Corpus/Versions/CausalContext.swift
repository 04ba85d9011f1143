/// What a client has read of a document: all writes up to a version, and single writes beyond it.
///
/// A client that writes without reading knows its own write, but not the earlier writes of the same replica. A version
/// vector would claim those, too, and the client's next write would supersede versions that nobody has read. So the
/// context lists such writes one by one until it covers all writes before them: a dotted version vector.
public struct CausalContext: Hashable, Sendable, Codable {
  /// For each replica, the number up to which all its writes are covered.
  public private(set) var vector: VersionVector
  /// Writes that the vector doesn't cover.
  public private(set) var dots: Set<Dot>

  /// The context of a client that has read nothing.
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

  /// Whether the context contains the write.
  public func covers(_ dot: Dot) -> Bool { vector.covers(dot) || dots.contains(dot) }

  /// The greatest number of a write of `replica`; 0 if the context has none.
  package func newestWrite(of replica: ReplicaID) -> UInt64 {
    dots.reduce(vector.counts[replica, default: 0]) { $1.replica == replica ? max($0, $1.write) : $0 }
  }

  package func covering(_ dot: Dot) -> CausalContext { CausalContext(vector, dots: dots.union([dot])) }

  /// A copy that also covers `dot` and all earlier writes of its replica.
  package func coveringAll(upTo dot: Dot) -> CausalContext { CausalContext(vector.covering(dot), dots: dots) }

  /// A copy with new names for writes of `replica`. Writes with a number up to `shared` keep their names.
  ///
  /// - Parameter names: the new dot for each old one.
  package func renaming(_ names: [Dot: Dot], of replica: ReplicaID, after shared: UInt64) -> CausalContext {
    let known = names.filter { covers($0.key) }
    let kept = vector.counts.merging([replica: min(shared, vector.counts[replica, default: 0])]) { $1 }
    let renamed = CausalContext(VersionVector(kept), dots: dots.map { names[$0] ?? $0 })
    return known.values.reduce(renamed) { $0.coveringAll(upTo: $1) }
  }

  /// The writes that both contexts cover.
  package func intersection(_ other: CausalContext) -> CausalContext {
    let counts = vector.counts.map { ($0, min($1, other.vector.counts[$0, default: 0])) }
    return CausalContext(
      VersionVector(Dictionary(keepingFirst: counts)),
      dots: dots.union(other.dots).filter { covers($0) && other.covers($0) })
  }

  /// The writes that either context covers. Commutative, associative and idempotent.
  public func merged(with other: CausalContext) -> CausalContext {
    CausalContext(vector.merged(with: other.vector), dots: dots.union(other.dots))
  }
}
