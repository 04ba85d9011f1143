package import Corpus

/// Compares one's own tree with another store's, level by level: what to ask for next, and in the end which documents differ.
///
/// One question a level, with all nodes that differ in it: as many rounds as the tree has levels, about log₂₅₆(n / 32).
package struct MerkleWalk: Sendable {
  private let mine: MerkleTree
  /// Keys of documents that one side lacks, or has in another state.
  package private(set) var differing: Set<Fingerprint> = []

  package init(over mine: MerkleTree) {
    self.mine = mine
  }

  /// - Returns: the nodes to ask for first; none when the trees are the same.
  package func start(root theirs: NodeDigest) -> [[UInt8]] {
    theirs == mine.root ? [] : [[]]
  }

  /// - Returns: the nodes to ask for next; none when it is known what differs.
  package mutating func receive(_ nodes: [(prefix: [UInt8], node: MerkleTree.Node)]) -> [[UInt8]] {
    nodes.flatMap { prefix, node in
      switch node {
      case .inner(let theirs): return descend(prefix, theirs)
      case .leaf(let theirs):
        differing.formUnion(Set(theirs).symmetricDifference(mine.below(prefix)).map(\.key))
        return []
      }
    }
  }

  private mutating func descend(_ prefix: [UInt8], _ theirs: [NodeDigest]) -> [[UInt8]] {
    let ours = mine.children(of: prefix)
    var next: [[UInt8]] = []
    for (byte, (one, other)) in zip(ours, theirs).enumerated() where one != other {
      let child = prefix + [UInt8(byte)]
      // What they don't have at all needs no further question.
      if other == 0 { differing.formUnion(mine.below(child).map(\.key)) } else { next.append(child) }
    }
    return next
  }
}
