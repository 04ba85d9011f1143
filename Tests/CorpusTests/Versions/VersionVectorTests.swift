internal import FreshetCorpus
import Testing

/// The small world is complete: every version of three replicas with at most two revisions each, and every pair and triple.
/// A version is compared with the plain counts that it was made of.
@Suite struct VersionVectorTests {
  static let replicas = ["a", "b", "c"].map { ReplicaID($0) }
  static let world: [[UInt64]] = (0..<27).map { [$0 % 3, $0 / 3 % 3, $0 / 9] }

  static func vector(_ counts: [UInt64]) -> VersionVector {
    VersionVector(Dictionary(uniqueKeysWithValues: zip(replicas, counts)))
  }

  static func isAtMost(_ one: [UInt64], _ other: [UInt64]) -> Bool {
    zip(one, other).allSatisfy { $0 <= $1 }
  }

  @Test func `versions stand to each other as their counts do`() {
    for one in Self.world {
      for other in Self.world {
        let expected: CausalOrder =
          switch (Self.isAtMost(one, other), Self.isAtMost(other, one)) {
          case (true, true): .same
          case (true, false): .before
          case (false, true): .after
          case (false, false): .concurrent
          }
        #expect(Self.vector(one).order(relativeTo: Self.vector(other)) == expected, "\(one) and \(other)")
      }
    }
  }

  @Test func `the order is partial: reflexive, antisymmetric, transitive`() {
    let vectors = Self.world.map(Self.vector)
    func precedes(_ one: VersionVector, _ other: VersionVector) -> Bool {
      [.same, .before].contains(one.order(relativeTo: other))
    }
    for one in vectors {
      #expect(precedes(one, one), "\(one)")
      for other in vectors where precedes(one, other) {
        if precedes(other, one) { #expect(one == other) }
        let broken = vectors.filter { precedes(other, $0) && !precedes(one, $0) }
        #expect(broken == [], "\(one) before \(other)")
      }
    }
  }

  @Test func `merging takes the higher count of each replica`() {
    for one in Self.world {
      for other in Self.world {
        let merged = Self.vector(one).merged(with: Self.vector(other))
        #expect(merged == Self.vector(zip(one, other).map { max($0, $1) }), "\(one) and \(other)")
      }
    }
  }

  @Test func `merging commutes, associates, is idempotent and gives the least upper bound`() {
    let vectors = Self.world.map(Self.vector)
    func precedes(_ one: VersionVector, _ other: VersionVector) -> Bool {
      [.same, .before].contains(one.order(relativeTo: other))
    }
    for one in vectors {
      #expect(one.merged(with: one) == one)
      for other in vectors {
        let merged = one.merged(with: other)
        #expect(merged == other.merged(with: one), "\(one) and \(other)")
        let unassociated = vectors.filter { merged.merged(with: $0) != one.merged(with: other.merged(with: $0)) }
        #expect(unassociated == [], "\(one) and \(other)")
        let misjudged = vectors.filter {
          precedes(merged, $0) != (precedes(one, $0) && precedes(other, $0))
        }
        #expect(misjudged == [], "\(one) and \(other)")
      }
    }
  }

  @Test func `a replica that advances counts one more, and is after what it saw`() {
    for counts in Self.world {
      for (index, replica) in Self.replicas.enumerated() {
        let advanced = Self.vector(counts).covering(Dot(replica: replica, write: counts[index] + 1))
        var expected = counts
        expected[index] += 1
        #expect(advanced == Self.vector(expected), "\(counts) advanced by \(replica)")
        #expect(advanced.order(relativeTo: Self.vector(counts)) == .after, "\(counts) advanced by \(replica)")
      }
    }
  }

  @Test func `two that advance apart are concurrent, and after their merge there is one`() {
    for counts in Self.world {
      let left = Self.vector(counts).covering(Dot(replica: Self.replicas[0], write: counts[0] + 1))
      let right = Self.vector(counts).covering(Dot(replica: Self.replicas[2], write: counts[2] + 1))
      #expect(left.order(relativeTo: right) == .concurrent, "\(counts)")
      let merged = left.merged(with: right)
      #expect([left, right].map { merged.order(relativeTo: $0) } == [.after, .after], "\(counts)")
    }
  }

  @Test func `an absent entry is zero, and zero is not kept`() {
    #expect(Self.vector([0, 1, 0]).counts == [Self.replicas[1]: 1])
    #expect(Self.vector([0, 0, 0]) == VersionVector())
  }

  @Test func `replicas sort by name`() {
    #expect(["b", "aa", "a"].map { ReplicaID($0) }.sorted() == ["a", "aa", "b"].map { ReplicaID($0) })
  }
}
