package import FreshetCorpus

/// Compares this store's tree with another store's, level by level. Says which nodes to ask for next, and in the end
/// which documents differ.
///
/// The walk takes about log₂₅₆(n / 32) levels for n documents. It checks each answer against the digest that its parent
/// gave. A peer that greets with a root is therefore bound to one finite tree: it can't make the walk longer than that
/// tree.
package struct MerkleWalk: Sendable {
  private let mine: MerkleTree
  /// Keys of documents that one side lacks, or has in another state.
  package private(set) var differing: Set<Fingerprint> = []
  /// The digests of the nodes to ask for, as their parents gave them.
  private var expected: [[UInt8]: NodeDigest] = [:]
  private var asked = 0

  package init(over mine: MerkleTree) {
    self.mine = mine
  }

  /// - Returns: the nodes to ask for first; none when the trees are the same.
  package mutating func start(root theirs: NodeDigest) -> [[UInt8]] {
    if theirs == mine.root { return [] }
    expected = [[]: theirs]
    return [[]]
  }

  /// - Returns: the nodes to ask for next; none once all differing documents are known.
  /// - Throws: `ExchangeLie` for a node that doesn't match the digest that its parent gave.
  package mutating func receive(
    _ nodes: [(prefix: [UInt8], node: MerkleTree.Node)]
  ) throws(ExchangeLie) -> [[UInt8]] {
    asked += nodes.count
    if asked > ExchangeLimits.nodes {
      throw ExchangeLie("a tree of more than \(ExchangeLimits.nodes) nodes that differ")
    }
    var next: [[UInt8]] = []
    for (prefix, node) in nodes {
      guard let digest = expected.removeValue(forKey: prefix), node.digest == digest else {
        throw ExchangeLie("a node of its tree that doesn't match its digest")
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
      throw ExchangeLie("a node of its tree with documents of another one")
    }
    differing.formUnion(Set(theirs).symmetricDifference(mine.below(prefix)).map(\.key))
  }

  private mutating func descend(_ prefix: [UInt8], _ theirs: [NodeDigest]) throws(ExchangeLie) -> [[UInt8]] {
    guard prefix.count < MerkleTree.depth else { throw ExchangeLie("a tree deeper than its keys are long") }
    let ours = mine.children(of: prefix)
    var next: [[UInt8]] = []
    for (byte, (one, other)) in zip(ours, theirs).enumerated() where one != other {
      let child = prefix + [UInt8(byte)]
      // What the other side doesn't have at all needs no further question.
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
