internal import FreshetCoherence
internal import FreshetStorage

/// One side's documents in a sync, as a hash tree (Merkle tree) over their states at the time of the greeting.
///
/// Two stores without differences need only the root of the tree, which the store keeps on record. So this type builds
/// the tree only if the root isn't on record, or if the sync compares further nodes.
struct ComparedDocuments: Sendable {
  let root: NodeDigest
  private var built: MerkleTree?

  /// - Parameter other: the root of the other side's tree. If it differs from this side's, this initializer builds the
  ///   tree of the state that `reader` sees. Nil if the other side's root isn't known yet.
  init(_ reader: StoreReader, comparedWith other: NodeDigest? = nil) throws {
    if let recorded = try reader.treeRoot(), other == nil || other == recorded {
      root = recorded
      return
    }
    let tree = MerkleTree(try reader.stateDigests())
    (root, built) = (tree.root, tree)
  }

  /// The tree. If it isn't built yet, it shows the store's present state, which may be later than that of `root`.
  mutating func tree(in store: Store) throws -> MerkleTree {
    if let built { return built }
    let tree = try store.read { MerkleTree(try $0.stateDigests()) }
    built = tree
    return tree
  }

  /// The number of documents in the tree; 0 if it isn't built.
  var count: Int { built?.count ?? 0 }
}

extension Store {
  /// The number of documents whose digests one commit records. The commit hashes their states under the writers' lock.
  private static let digestsACommit = 256

  /// Records the digests of all documents' states, and the root of the tree over them, unless the store has them on
  /// record. The next sync then reads only the root, until a document changes.
  ///
  /// If another process changes a document meanwhile, the root stays unrecorded. So it does if a document is damaged.
  ///
  /// - Complexity: O(n log n) for n documents, but the lock is held only for a fixed number of documents at a time.
  func recordDigests() throws {
    guard try read({ try $0.treeRoot() }) == nil else { return }
    let claim = DigestClaim.random()
    var last: Int64? = 0
    while let after = last {
      last = try write(durably: false) { try $0.recordStateDigests(after: after, atMost: Self.digestsACommit, claim) }
    }
    guard let digests = try read({ try $0.stateDigests(under: claim) }) else { return }
    let root = MerkleTree(digests).root
    try write(durably: false) { try $0.record(treeRoot: root, claim) }
  }
}
