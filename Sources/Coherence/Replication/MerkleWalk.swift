package import FreshetCorpus

/// Compares this store's Merkle tree with that of another store, level by level. Says which nodes to request next, and
/// in the end which documents differ.
///
/// The walk takes about log₂₅₆(n / 32) levels for n documents. It verifies each received node against the digest in its
/// parent. So the root digest in the peer's greeting commits the peer to one finite tree, and the peer can't prolong
/// the walk beyond that tree.
package struct MerkleWalk: Sendable {
  private let mine: MerkleTree
  /// The keys of the documents that differ: one side lacks them, or their states are different.
  package private(set) var differing: Set<Fingerprint> = []
  /// For each requested prefix, the digest that the node's parent contains for it.
  private var expected: [[UInt8]: NodeDigest] = [:]
  private var asked = 0

  package init(over mine: MerkleTree) {
    self.mine = mine
  }

  /// Begins the walk.
  ///
  /// - Parameter theirs: the root digest of the other store's tree.
  /// - Returns: the prefixes of the nodes to request first; empty if the trees are equal.
  package mutating func start(root theirs: NodeDigest) -> [[UInt8]] {
    if theirs == mine.root { return [] }
    expected = [[]: theirs]
    return [[]]
  }

  /// Compares the requested nodes with this store's tree, and adds the documents that differ to `differing`.
  ///
  /// - Returns: the prefixes of the nodes to request next; empty once all differing documents are known.
  /// - Throws: `ExchangeLie` (a protocol violation) if a node doesn't match the digest in its parent or wasn't
  ///   requested, if a node lists keys out of order or keys of another node, or if the tree is too deep or too many of
  ///   its nodes differ.
  package mutating func receive(
    _ nodes: [(prefix: [UInt8], node: MerkleTree.Node)]
  ) throws(ExchangeLie) -> [[UInt8]] {
    asked += nodes.count
    if asked > ExchangeLimits.nodes {
      throw ExchangeLie("a Merkle tree with more than \(ExchangeLimits.nodes) differing nodes")
    }
    var next: [[UInt8]] = []
    for (prefix, node) in nodes {
      guard let digest = expected.removeValue(forKey: prefix), node.digest == digest else {
        throw ExchangeLie("a Merkle tree node that doesn't match its digest")
      }
      switch node {
      case .inner(let theirs): next += try descend(prefix, theirs)
      case .leaf(let theirs): try compare(prefix, theirs)
      }
    }
    return next
  }

  private mutating func compare(_ prefix: [UInt8], _ theirs: [MerkleTree.Entry]) throws(ExchangeLie) {
    let isInOrder = zip(theirs, theirs.dropFirst()).allSatisfy { $0.key < $1.key }
    guard isInOrder, theirs.allSatisfy({ $0.key.begins(with: prefix) }) else {
      throw ExchangeLie("a Merkle tree node with documents of another node")
    }
    differing.formUnion(Set(theirs).symmetricDifference(mine.below(prefix)).map(\.key))
  }

  private mutating func descend(_ prefix: [UInt8], _ theirs: [NodeDigest]) throws(ExchangeLie) -> [[UInt8]] {
    guard prefix.count < MerkleTree.depth else { throw ExchangeLie("a Merkle tree deeper than the length of its keys") }
    let ours = mine.children(of: prefix)
    var next: [[UInt8]] = []
    for (byte, (one, other)) in zip(ours, theirs).enumerated() where one != other {
      let child = prefix + [UInt8(byte)]
      // The other side has no documents below this child: all of this side's differ.
      if other == 0 {
        differing.formUnion(mine.below(child).map(\.key))
      } else {
        expected[child] = other
        next.append(child)
      }
    }
    return next
  }
}
