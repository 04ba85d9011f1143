package import FreshetCorpus
internal import Foundation

/// The digest of a `MerkleTree` node or of a document's state: the first 16 bytes of a SHA-256 hash, as a number. 0 is
/// the digest of a node without documents.
package typealias NodeDigest = UInt128

/// A Merkle tree over the states of all documents. Two stores compare a few of its digests to find the documents in
/// which they differ.
///
/// A document's key is a hash of its name. Each node has a prefix of bytes, and covers the documents whose keys begin
/// with this prefix. Trees over the same documents and states have equal digests at every node. A node's digest covers
/// the digests of its children, so a store that knows the digest of the root can verify every node that another store
/// sends. Source: Merkle, "A Digital Signature Based on a Conventional Encryption Function", CRYPTO 1987; used for
/// anti-entropy in DeCandia et al., "Dynamo", SOSP 2007, 4.7.
///
/// - Complexity: O(n log n) to build a tree over n documents; O(m) to compute a node that covers m documents.
package struct MerkleTree: Sendable {
  /// The maximum length of a node's prefix in bytes, which is the length of a key.
  package static let depth = Fingerprint.byteCount
  /// The maximum number of documents in a leaf. A node that covers at most this many documents is a leaf, and lists
  /// them.
  package static let leafSize = 32
  /// The number of children of an inner node: one for each value of the next byte.
  package static let fanOut = 256

  /// One document in a leaf.
  package struct Entry: Hashable, Sendable {
    /// The digest of the document's name.
    package let key: Fingerprint
    /// The digest of the document's state.
    package let state: NodeDigest

    package init(key: Fingerprint, state: NodeDigest) {
      self.key = key
      self.state = state
    }
  }

  /// The content of a node, as one side sends it to the other.
  package enum Node: Hashable, Sendable {
    /// The digests of the 256 children, one for each value of the next byte; 0 for a child without documents.
    case inner([NodeDigest])
    case leaf([Entry])
  }

  private let entries: [Entry]
  private let documents: [Fingerprint: DocumentID]

  package init(_ states: [DocumentID: Fingerprint]) {
    documents = Dictionary(keepingFirst: states.keys.map { (Self.key(of: $0), $0) })
    entries = states.map { Entry(key: Self.key(of: $0.key), state: $0.value.shortened) }.sorted { $0.key < $1.key }
  }

  package static func key(of document: DocumentID) -> Fingerprint {
    Fingerprint(hashing: "\(document.source.utf8.count):\(document.source)\(document.path)")
  }

  package var count: Int { entries.count }
  package var root: NodeDigest { digest([]) }

  /// Returns the document with this key; nil if this tree has none.
  package func document(_ key: Fingerprint) -> DocumentID? { documents[key] }

  /// Returns the node that covers the documents whose keys begin with `prefix`.
  package func node(_ prefix: [UInt8]) -> Node {
    let below = below(prefix)
    return below.count <= Self.leafSize ? .leaf(Array(below)) : .inner(children(of: prefix))
  }

  /// Returns 256 digests: for each byte, the digest of the node whose prefix is `prefix` followed by this byte. The
  /// node with the prefix `prefix` may cover so few documents that it is a leaf itself.
  func children(of prefix: [UInt8]) -> [NodeDigest] {
    (0..<Self.fanOut).map { digest(prefix + [UInt8($0)]) }
  }

  private func digest(_ prefix: [UInt8]) -> NodeDigest {
    let below = below(prefix)
    if below.isEmpty { return 0 }
    return below.count <= Self.leafSize ? Node.digest(ofLeaf: below) : Node.inner(children(of: prefix)).digest
  }

  func below(_ prefix: [UInt8]) -> ArraySlice<Entry> {
    let start = entries.partitioningIndex { !$0.key.precedes(prefix) }
    let end = entries[start...].partitioningIndex { !$0.key.begins(with: prefix) }
    return entries[start..<end]
  }

}

extension MerkleTree.Node {
  /// The digest of this node. The node's parent contains this digest.
  package var digest: NodeDigest {
    switch self {
    case .leaf(let entries): return entries.isEmpty ? 0 : Self.digest(ofLeaf: entries[...])
    case .inner(let children):
      var hash = RunningFingerprint()
      for child in children { withUnsafeBytes(of: child.bigEndian) { hash.update($0) } }
      return hash.finish().shortened
    }
  }

  fileprivate static func digest(ofLeaf entries: ArraySlice<MerkleTree.Entry>) -> NodeDigest {
    var hash = RunningFingerprint()
    for entry in entries {
      entry.key.bytes.withUnsafeBytes { hash.update($0) }
      withUnsafeBytes(of: entry.state.bigEndian) { hash.update($0) }
    }
    return hash.finish().shortened
  }
}

extension Fingerprint {
  package func begins(with prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }
}

extension Fingerprint {
  fileprivate var shortened: NodeDigest { bytes.prefix(16).reduce(0) { $0 << 8 | NodeDigest($1) } }

  /// Returns whether the fingerprint sorts before every fingerprint that begins with `prefix`.
  fileprivate func precedes(_ prefix: [UInt8]) -> Bool {
    bytes.prefix(prefix.count).lexicographicallyPrecedes(prefix)
  }
}

extension MerkleTree.Node: Codable {
  private enum Key: String, CodingKey {
    case inner, leaf
  }

  /// Encodes the node as `{"inner": base64}` of its 256 digests, or as `{"leaf": base64}` of the keys and digests of
  /// its entries. Digests are big-endian.
  package func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    switch self {
    case .inner(let children):
      try object.encode(Data(children.flatMap(\.bytes)), forKey: .inner)
    case .leaf(let entries):
      try object.encode(Data(entries.flatMap { $0.key.bytes + $0.state.bytes }), forKey: .leaf)
    }
  }

  package init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Key.self)
    if let children = try object.decodeIfPresent(Data.self, forKey: .inner) {
      guard children.count == 16 * MerkleTree.fanOut else {
        throw DecodingError.dataCorruptedError(forKey: .inner, in: object, debugDescription: "\(children.count) bytes")
      }
      self = .inner(children.pieces(of: 16).map(NodeDigest.init(bytes:)))
      return
    }
    let entries = try object.decode(Data.self, forKey: .leaf)
    guard entries.count % 48 == 0, entries.count / 48 <= MerkleTree.leafSize else {
      throw DecodingError.dataCorruptedError(forKey: .leaf, in: object, debugDescription: "\(entries.count) bytes")
    }
    self = .leaf(
      try entries.pieces(of: 48).map { piece in
        guard let key = Fingerprint(bytes: piece.prefix(32)) else {
          throw DecodingError.dataCorruptedError(forKey: .leaf, in: object, debugDescription: "no key")
        }
        return MerkleTree.Entry(key: key, state: NodeDigest(bytes: piece.suffix(16)))
      })
  }
}

extension NodeDigest {
  fileprivate var bytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }

  fileprivate init(bytes: some Sequence<UInt8>) { self = bytes.reduce(0) { $0 << 8 | NodeDigest($1) } }
}

extension Data {
  fileprivate func pieces(of size: Int) -> [Data] {
    stride(from: startIndex, to: endIndex, by: size).map { self[$0..<Swift.min($0 + size, endIndex)] }
  }
}
