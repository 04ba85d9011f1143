package import FreshetCorpus
internal import Foundation

/// The first 16 bytes of a SHA-256, as a number. The tree distinguishes states by it; 0 means no documents.
package typealias NodeDigest = UInt128

/// A tree of digests over documents and their states, so that two stores find what differs by comparing a few of them.
///
/// A document's key is a digest of its name; a node covers all keys that begin with its bytes. Two trees over the same
/// documents and states have the same digests at every node, however they were built. A node's digest covers the node's
/// content, including its children's digests: a side that knows the root's digest can check every answer. Source:
/// Merkle, "A Digital Signature Based on a Conventional Encryption Function", CRYPTO 1987; as anti-entropy in DeCandia
/// et al., "Dynamo", SOSP 2007, 4.7.
///
/// - Complexity: O(n log n) to make a tree over n documents; O(m) to answer for a node with m documents below it.
package struct MerkleTree: Sendable {
  /// The length of the longest prefix in bytes: that of a whole key.
  package static let depth = Fingerprint.byteCount
  /// A node with at most this many documents names each of them.
  package static let leafSize = 32
  /// Children of a node: one for each value of the next byte.
  package static let fanOut = 256

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
    /// A digest for each next byte; 0 where there are no documents.
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

  /// The document with this key; nil if this tree has none.
  package func document(_ key: Fingerprint) -> DocumentID? { documents[key] }

  package func node(_ prefix: [UInt8]) -> Node {
    let below = below(prefix)
    return below.count <= Self.leafSize ? .leaf(Array(below)) : .inner(children(of: prefix))
  }

  /// The digests of all children of `prefix`, even if its node is a leaf.
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
  /// The digest that the node's parent must hold for it.
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

  /// Whether the fingerprint comes before everything that begins with `prefix`.
  fileprivate func precedes(_ prefix: [UInt8]) -> Bool {
    bytes.prefix(prefix.count).lexicographicallyPrecedes(prefix)
  }
}

extension MerkleTree.Node: Codable {
  private enum Key: String, CodingKey {
    case inner, leaf
  }

  /// {"inner": base64 of 256 digests} or {"leaf": base64 of keys and digests}, big-endian.
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
