internal import FreshetCoherence
internal import FreshetCorpus
internal import Foundation
internal import FreshetSeededNumbers
import Testing

/// Two trees, walked: exactly what differs is found, in few rounds, and nothing is asked when nothing does.
@Suite struct MerkleWalkTests {
  private static func states(_ count: Int, _ random: inout SplitMix64) -> [DocumentID: Fingerprint] {
    var states: [DocumentID: Fingerprint] = [:]
    for index in 0..<count { states[DocumentID(path: "\(index)")] = Fingerprint(hashing: "\(random.next())") }
    return states
  }

  /// The same with some documents in another state, and some missing on either side.
  private static func changed(
    _ states: [DocumentID: Fingerprint], _ percent: Int, _ random: inout SplitMix64
  ) -> [DocumentID: Fingerprint] {
    var changed = states
    for id in states.keys.sorted(by: { $0.path < $1.path }) where random.chance(percent) {
      switch Int.random(in: 0..<3, using: &random) {
      case 0: changed[id] = nil
      case 1: changed[id] = Fingerprint(hashing: "\(random.next())")
      default: changed[DocumentID(path: "new \(id.path)")] = Fingerprint(hashing: "\(random.next())")
      }
    }
    return changed
  }

  private static func walk(_ mine: MerkleTree, _ theirs: MerkleTree) throws -> (keys: Set<Fingerprint>, rounds: Int) {
    var (walk, rounds) = (MerkleWalk(over: mine), 0)
    var prefixes = walk.start(root: theirs.root)
    while !prefixes.isEmpty {
      rounds += 1
      prefixes = try walk.receive(prefixes.map { ($0, theirs.node($0)) })
    }
    return (walk.differing, rounds)
  }

  /// The asked tree's depth: one question for each level down to a node of at most a leaf's size. Up to 5,000 digests fill the
  /// 65,536 nodes of the second level with far less than a leaf's 32 (with probability 1 − 10⁻⁵⁰), so there are three at most.
  private static func roundLimit(_ count: Int) -> Int {
    count <= MerkleTree.leafSize ? 1 : 3
  }

  @Test(arguments: [0, 1, 31, 32, 33, 300, 1_000, 5_000])
  func `a walk finds exactly what differs, in as many rounds as the other tree has levels`(_ count: Int) throws {
    for (seed, percent) in [0, 0, 1, 5, 30, 100].enumerated() {
      var random = SplitMix64(seed: UInt64(seed * 10_000 + count))
      let states = Self.states(count, &random)
      let others = Self.changed(states, percent, &random)
      for (one, other) in [(states, others), (others, states), (states, [:]), ([:], states)] {
        let found = try Self.walk(MerkleTree(one), MerkleTree(other))
        let expected = Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.map(MerkleTree.key)
        #expect(found.keys == Set(expected), "seed \(seed), \(count) documents")
        #expect(found.rounds <= Self.roundLimit(other.count), "seed \(seed), \(count) documents")
        #expect((found.rounds == 0) == (one == other), "seed \(seed), \(count) documents")
      }
    }
  }

  @Test(arguments: [33, 300, 5_000])
  func `a node that isn't what its parent says ends the walk`(_ count: Int) throws {
    var random = SplitMix64(seed: 7)
    let (mine, theirs) = (MerkleTree(Self.states(20, &random)), MerkleTree(Self.states(count, &random)))
    for level in 0..<2 {
      var walk = MerkleWalk(over: mine)
      var prefixes = walk.start(root: theirs.root)
      for _ in 0..<level { prefixes = try walk.receive(prefixes.map { ($0, theirs.node($0)) }) }
      if prefixes.isEmpty { continue }
      var lies = prefixes.map { ($0, theirs.node($0)) }
      switch lies[0].1 {
      case .inner(let children): lies[0].1 = .inner([children[0] ^ 1] + children.dropFirst())
      case .leaf(let entries): lies[0].1 = .leaf(Array(entries.dropLast()))
      }
      let next = try? walk.receive(lies)
      #expect(next == nil)
    }
  }

  @Test func `a tree that goes on for ever has no root that fits it`() throws {
    var walk = MerkleWalk(over: MerkleTree([:]))
    let endless = MerkleTree.Node.inner(Array(repeating: 1, count: MerkleTree.fanOut))
    let first = walk.start(root: endless.digest)
    let next = try walk.receive(first.map { ($0, endless) })
    #expect(next.count == MerkleTree.fanOut)
    let more = try? walk.receive(next.map { ($0, endless) })
    #expect(more == nil)
  }

  @Test func `the same states have the same root, in whatever order they came`() {
    var random = SplitMix64(seed: 1)
    let states = Self.states(500, &random)
    let root = MerkleTree(states).root
    for _ in 0..<20 {
      var other: [DocumentID: Fingerprint] = [:]
      for (id, state) in states.shuffled(using: &random) { other[id] = state }
      #expect(MerkleTree(other).root == root)
      other[DocumentID(path: "0")] = Fingerprint(hashing: "another")
      #expect(MerkleTree(other).root != root)
    }
  }

  @Test func `nodes come back from JSON as they went`() throws {
    var random = SplitMix64(seed: 2)
    for tree in [0, 1, 32, 33, 700].map({ MerkleTree(Self.states($0, &random)) }) {
      for prefix in [[], [7]] as [[UInt8]] {
        let node = tree.node(prefix)
        #expect(try JSONDecoder().decode(MerkleTree.Node.self, from: JSONEncoder().encode(node)) == node)
      }
    }
  }

  @Test(arguments: ["inner", "leaf"])
  func `a node of another length than it must have is refused`(_ kind: String) throws {
    let right = kind == "inner" ? [4_096] : (0...MerkleTree.leafSize).map { 48 * $0 }
    for length in [0, 1, 16, 47, 48, 49, 4_080, 4_095, 4_096, 4_097, 48 * 32, 48 * 33, 1_000_000] {
      let json = try JSONEncoder().encode([kind: Data(count: length)])
      let node = try? JSONDecoder().decode(MerkleTree.Node.self, from: json)
      #expect((node != nil) == right.contains(length), "\(kind) of \(length) bytes")
    }
  }
}
