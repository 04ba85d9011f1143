package import FreshetCorpus

/// The first message of a store in a sync exchange: its identity, its position in its history, and the digests with
/// which two stores compare their documents.
package struct ReplicaGreeting: Hashable, Sendable, Codable {
  /// The version of the sync protocol that this code speaks. A store refuses any other version.
  package static let protocolNumber = 2

  package let number: Int
  package let store: String
  package let replica: ReplicaID
  /// The store's position in its own history.
  package let token: SessionToken
  package let clock: HybridTime
  /// For each replica, the greatest write that the store has seen.
  package let seen: VersionVector
  /// The embedding space of the store's vectors; nil if the store is still empty.
  package let space: EmbeddingSpace?
  /// The root digest of the store's `MerkleTree` over the states of all its documents.
  package let root: NodeDigest

  package init(
    store: String, replica: ReplicaID, token: SessionToken, clock: HybridTime, seen: VersionVector,
    space: EmbeddingSpace?, root: NodeDigest
  ) {
    number = Self.protocolNumber
    self.store = store
    self.replica = replica
    self.token = token
    self.clock = clock
    self.seen = seen
    self.space = space
    self.root = root
  }
}

/// The error for a greeting with a different version (`number`) of the sync protocol. The rest of such a greeting isn't
/// decoded.
package struct OtherProtocol: Error, Hashable, Sendable {
  package let number: Int
}

extension ReplicaGreeting {
  /// Decodes a greeting, beginning with the version of the sync protocol.
  ///
  /// - Throws: `OtherProtocol` if the version isn't `protocolNumber`, or a decoding error if the greeting is malformed.
  package init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: CodingKeys.self)
    number = try object.decode(Int.self, forKey: .number)
    guard number == Self.protocolNumber else { throw OtherProtocol(number: number) }
    store = try object.decode(String.self, forKey: .store)
    replica = try object.decode(ReplicaID.self, forKey: .replica)
    token = try object.decode(SessionToken.self, forKey: .token)
    clock = try object.decode(HybridTime.self, forKey: .clock)
    seen = try object.decode(VersionVector.self, forKey: .seen)
    space = try object.decodeIfPresent(EmbeddingSpace.self, forKey: .space)
    root = try object.decode(NodeDigest.self, forKey: .root)
  }
}

/// The last position that a store remembers of another store. If the other store's history doesn't contain this
/// position, that store was rolled back, for example to a backup.
package struct RememberedReplica: Hashable, Sendable, Codable {
  package let token: SessionToken
  package let clock: HybridTime

  package init(token: SessionToken, clock: HybridTime) {
    self.token = token
    self.clock = clock
  }
}

/// The addresses (hashes) of the texts, vectors and pushed texts that one side of an exchange asks for or sends.
package struct ContentList: Hashable, Sendable, Codable {
  package var texts: Set<ContentAddress> = []
  package var vectors: Set<ContentAddress> = []
  package var blobs: Set<Revision> = []

  package init(texts: Set<ContentAddress> = [], vectors: Set<ContentAddress> = [], blobs: Set<Revision> = []) {
    self.texts = texts
    self.vectors = vectors
    self.blobs = blobs
  }

  package var count: Int { texts.count + vectors.count + blobs.count }

  package func isSubset(of other: ContentList) -> Bool {
    texts.isSubset(of: other.texts) && vectors.isSubset(of: other.vectors) && blobs.isSubset(of: other.blobs)
  }

  package mutating func subtract(_ other: ContentList) {
    texts.subtract(other.texts)
    vectors.subtract(other.vectors)
    blobs.subtract(other.blobs)
  }

  /// Lists all contents that these states refer to, including those that this store already has.
  package init(of states: [DocumentState]) {
    let contents = states.flatMap { state in
      state.versions.siblings.values.compactMap { version in version.content.map { (state.document, $0) } }
    }
    texts = Set(contents.flatMap { $0.1.placements.map(\.address) })
    vectors = texts
    blobs = Set(contents.filter { $0.0.source == DocumentID.pushed }.map(\.1.revision))
  }
}

/// Passage texts, vectors and pushed texts in transfer. The receiver verifies them against their hashes and checksums.
package struct Contents: Hashable, Sendable {
  package var texts: [ContentAddress: [UInt8]] = [:]
  /// The vectors as little-endian float32, in the embedding space that both stores use.
  package var vectors: [ContentAddress: [UInt8]] = [:]
  /// The addresses in `vectors` whose text consists mostly of words outside the embedder's vocabulary.
  package var unknown: Set<ContentAddress> = []
  package var blobs: [Revision: TextPart] = [:]

  package init() {}

  package var count: Int { texts.count + vectors.count + blobs.count }
  package var isEmpty: Bool { count == 0 }
  package var list: ContentList {
    ContentList(texts: Set(texts.keys), vectors: Set(vectors.keys), blobs: Set(blobs.keys))
  }

  package var sizeInBytes: Int {
    texts.values.reduce(0) { $0 + $1.count } + vectors.values.reduce(0) { $0 + $1.count }
      + blobs.values.reduce(0) { $0 + $1.bytes.count }
  }
}

/// A document that one side left out of the exchange, and why. It stays unchanged on both sides, and because of it
/// neither side advances its version vector of seen writes.
package struct Refusal: Hashable, Sendable, Codable {
  package enum Reason: String, Hashable, Sendable, Codable {
    /// A write timestamp of the document lies too far ahead of this side's clock.
    case stamp
    /// The text of one of the document's passages didn't arrive, because it is damaged or gone on the other side.
    case contents
    /// The stored data of the document is damaged on this side.
    case damaged
    /// The document's state is too long for one frame.
    case tooLong
  }

  package let document: DocumentID
  package let why: Reason

  package init(_ document: DocumentID, _ why: Reason) {
    self.document = document
    self.why = why
  }
}

/// A request in a sync exchange, from the asking store (which began the exchange) to the answering store.
package enum SyncRequest: Sendable, Equatable, Codable {
  case hello(ReplicaGreeting)
  /// Sends what the asking store remembers of the answering store, which answers with its greeting. If the message
  /// reveals that the answering store was rolled back, that store first takes a new replica name.
  case remembered(RememberedReplica)
  /// Asks for the history hash after each of these changes. Two copies of one store use the hashes to find their last
  /// common change.
  case histories([Int64])
  /// Asks for the Merkle tree nodes with these prefixes.
  case nodes([[UInt8]])
  /// Asks for the states of the documents with these keys.
  case states([Fingerprint])
  /// Asks for these contents.
  case fetch(ContentList)
  /// Asks for the part of a pushed text that begins at the byte offset `from`.
  case part(Revision, from: Int)
  /// Offers these states, and asks which of their contents the other store lacks.
  case offer([DocumentState])
  /// Delivers contents, which follow the message in the same frame.
  case deliver
  /// Asks the other store to merge these states, which were offered before.
  case merge([DocumentState])
  /// Ends the exchange. `refused` is the number of documents that were left out. Both stores now remember the other's
  /// position.
  case done(ReplicaGreeting, refused: Int)
}

/// An answer in a sync exchange, from the answering store.
package enum SyncReply: Sendable, Equatable, Codable {
  case greeting(ReplicaGreeting, remembered: RememberedReplica?)
  /// The requested history hashes, in the form used in tokens; nil for a change that the store doesn't have.
  case histories([String?])
  case nodes([MerkleTree.Node])
  /// The states of the first `answered` requested keys, as many as fit into a message. Unknown documents are left out.
  case states([DocumentState], answered: Int, refused: [Refusal])
  /// The requested contents, which follow the message in the same frame.
  case contents
  /// The contents of the offered states that the answering store lacks.
  case missing(ContentList)
  case delivered
  /// The result of merging the first `answered` states of the request: the answering store's states that still differ
  /// from them, and the documents that it refused.
  case merged([DocumentState], answered: Int, refused: [Refusal])
  /// Confirms the end. `held` is the number of removals that the answering store held back, because they would remove
  /// most of a source.
  case done(ReplicaGreeting, held: Int)
  /// The exchange failed; the text says why the answering store can't continue.
  case failed(String)
}
