/// A version vector: for each replica, the number up to which a version includes all writes (Parker et al., IEEE TSE
/// 9(3), 1983).
///
/// A replica increases only its own entry, with each write that it accepts. An absent entry means zero. Merging is
/// commutative, associative and idempotent; the result is the smallest version vector that includes both.
public struct VersionVector: Hashable, Sendable, Codable {
  /// For each replica, the number of the last included write, at least 1.
  public private(set) var counts: [ReplicaID: UInt64]

  package init(_ counts: [ReplicaID: UInt64]) {
    self.counts = counts.filter { $0.value > 0 }
  }

  /// Makes a vector that includes no writes.
  public init() {
    counts = [:]
  }

  public init(from decoder: any Decoder) throws {
    let counts = try [String: UInt64](from: decoder)
    self.init(Dictionary(keepingFirst: counts.map { (ReplicaID($0.key), $0.value) }))
    let isPossible = self.counts.allSatisfy { $0.key.isPossible && $0.value <= Bounds.sequences.upperBound }
    guard isPossible else {
      throw DecodingError.impossible("a version vector has an invalid replica name or number", at: decoder)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    try Dictionary(keepingFirst: counts.map { ($0.key.name, $0.value) }).encode(to: encoder)
  }

  /// Whether the vector includes the write `dot`.
  public func covers(_ dot: Dot) -> Bool {
    dot.write <= counts[dot.replica, default: 0]
  }

  package func covering(_ dot: Dot) -> VersionVector {
    if covers(dot) { return self }
    var next = self
    next.counts[dot.replica] = dot.write
    return next
  }

  /// The smallest version vector that includes all writes of both vectors.
  public func merged(with other: VersionVector) -> VersionVector {
    VersionVector(counts.merging(other.counts, uniquingKeysWith: max))
  }

  /// The causal relation of this vector to `other`: equal, before, after or concurrent.
  public func order(relativeTo other: VersionVector) -> CausalOrder {
    let behind = counts.contains { $0.value > other.counts[$0.key, default: 0] }
    let ahead = other.counts.contains { $0.value > counts[$0.key, default: 0] }
    switch (behind, ahead) {
    case (false, false): return .same
    case (false, true): return .before
    case (true, false): return .after
    case (true, true): return .concurrent
    }
  }
}
