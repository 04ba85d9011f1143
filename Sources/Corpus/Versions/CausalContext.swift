/// What has been read of a document: everything up to a version, and single writes beyond it.
///
/// A writer that has read nothing and writes has read its own write, and none of those that the same replica took before; a version
/// vector alone would claim those, too, and its next write would supersede what nobody has read. So such writes are held by name
/// until what lies before them is known: a dotted version vector.
public struct CausalContext: Hashable, Sendable, Codable {
  /// For each replica, the number up to which all its writes are covered.
  public private(set) var vector: VersionVector
  /// Not covered by the vector.
  public private(set) var dots: Set<Dot>

  /// Nothing was read.
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

  /// Whether the write is among those that were read.
  public func covers(_ dot: Dot) -> Bool { vector.covers(dot) || dots.contains(dot) }

  /// The greatest number among the writes of `replica`; 0 where there is none.
  package func newestWrite(of replica: ReplicaID) -> UInt64 {
    dots.reduce(vector.counts[replica, default: 0]) { $1.replica == replica ? max($0, $1.write) : $0 }
  }

  package func covering(_ dot: Dot) -> CausalContext { CausalContext(vector, dots: dots.union([dot])) }

  /// With everything that the replica of `dot` had taken before, too.
  package func coveringAll(upTo dot: Dot) -> CausalContext { CausalContext(vector.covering(dot), dots: dots) }

  /// The same with other names for some writes of `replica`, of which only those up to `shared` keep theirs.
  package func renaming(_ names: [Dot: Dot], of replica: ReplicaID, after shared: UInt64) -> CausalContext {
    let known = names.filter { covers($0.key) }
    let kept = vector.counts.merging([replica: min(shared, vector.counts[replica, default: 0])]) { $1 }
    let renamed = CausalContext(VersionVector(kept), dots: dots.map { names[$0] ?? $0 })
    return known.values.reduce(renamed) { $0.coveringAll(upTo: $1) }
  }

  /// What both have read.
  package func intersection(_ other: CausalContext) -> CausalContext {
    let counts = vector.counts.map { ($0, min($1, other.vector.counts[$0, default: 0])) }
    return CausalContext(
      VersionVector(Dictionary(keepingFirst: counts)),
      dots: dots.union(other.dots).filter { covers($0) && other.covers($0) })
  }

  /// Commutative, associative and idempotent.
  public func merged(with other: CausalContext) -> CausalContext {
    CausalContext(vector.merged(with: other.vector), dots: dots.union(other.dots))
  }
}
