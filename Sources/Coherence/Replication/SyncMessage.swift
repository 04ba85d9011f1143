package import FreshetCorpus

/// How a store introduces itself to another, and what both need to compare what they hold.
package struct ReplicaGreeting: Hashable, Sendable, Codable {
  /// The number of the protocol; a store refuses any other.
  package static let protocolNumber = 2

  package let number: Int
  package let store: String
  package let replica: ReplicaID
  /// The position in the store's history.
  package let token: SessionToken
  package let clock: HybridTime
  /// All writes that the store has seen.
  package let seen: VersionVector
  /// The embedding space of the store; nil if it has nothing yet.
  package let space: EmbeddingSpace?
  /// The root digest of the tree over all its documents' states.
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

/// A greeting of another protocol; the rest of it isn't read.
package struct OtherProtocol: Error, Hashable, Sendable {
  package let number: Int
}

extension ReplicaGreeting {
  /// - Throws: `OtherProtocol`, before it reads anything else.
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

/// What a store remembers of another. If the other's history doesn't continue from there, it was rolled back.
package struct RememberedReplica: Hashable, Sendable, Codable {
  package let token: SessionToken
  package let clock: HybridTime

  package init(token: SessionToken, clock: HybridTime) {
    self.token = token
    self.clock = clock
  }
}

/// The addresses of contents that one side asks for or brings.
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

  /// The contents that these states need, whether this store has them or not.
  package init(of states: [DocumentState]) {
    let contents = states.flatMap { state in
      state.versions.siblings.values.compactMap { version in version.content.map { (state.document, $0) } }
    }
    texts = Set(contents.flatMap { $0.1.placements.map(\.address) })
    vectors = texts
    blobs = Set(contents.filter { $0.0.source == DocumentID.pushed }.map(\.1.revision))
  }
}

/// Texts, vectors and pushed texts in transfer. The receiver checks them against their addresses and checksums.
package struct Contents: Hashable, Sendable {
  package var texts: [ContentAddress: [UInt8]] = [:]
  /// float32, little-endian, in the space that both stores have.
  package var vectors: [ContentAddress: [UInt8]] = [:]
  /// The addresses among `vectors` whose text is mostly outside the embedder's vocabulary.
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

/// A document that one side left out, and why. It stays as it is on both sides, and neither side advances its vector of
/// seen writes.
package struct Refusal: Hashable, Sendable, Codable {
  package enum Reason: String, Hashable, Sendable, Codable {
    /// A stamp lies too far ahead of this side's clock.
    case stamp
    /// The text of one of its passages didn't arrive: it is damaged on the other side, or gone.
    case contents
    /// This side's data of the document is damaged.
    case damaged
    /// The document is too long for a frame.
    case tooLong
  }

  package let document: DocumentID
  package let why: Reason

  package init(_ document: DocumentID, _ why: Reason) {
    self.document = document
    self.why = why
  }
}

/// A message of the store that began the exchange.
package enum SyncRequest: Sendable, Equatable, Codable {
  case hello(ReplicaGreeting)
  /// What this store remembers of the other. The other answers with its greeting: a new one if it was rolled back.
  case remembered(RememberedReplica)
  /// Asks for the history hash after each of these changes. Two stores with the same name use it to find their last
  /// common change.
  case histories([Int64])
  case nodes([[UInt8]])
  case states([Fingerprint])
  case fetch(ContentList)
  /// Asks for the part of a pushed text that begins at this byte.
  case part(Revision, from: Int)
  /// Asks which contents of these states the other store lacks.
  case offer([DocumentState])
  /// Brings contents, which travel beside the message.
  case deliver
  /// Brings states that were offered.
  case merge([DocumentState])
  /// Ends the exchange: everything was exchanged except what a side refused. Both remember the other's position.
  case done(ReplicaGreeting, refused: Int)
}

/// An answer of the other store.
package enum SyncReply: Sendable, Equatable, Codable {
  case greeting(ReplicaGreeting, remembered: RememberedReplica?)
  /// History hashes as in tokens; nil for a change that the store doesn't have.
  case histories([String?])
  case nodes([MerkleTree.Node])
  /// The states of the first `answered` keys: as many as fit a message. Unknown documents are left out.
  case states([DocumentState], answered: Int, refused: [Refusal])
  /// The contents travel beside the message.
  case contents
  case missing(ContentList)
  case delivered
  /// Of the first `answered` states that were sent: this side's states that differ from them, and those that it
  /// refused.
  case merged([DocumentState], answered: Int, refused: [Refusal])
  /// `held`: how many removals this side held back because they are most of a source.
  case done(ReplicaGreeting, held: Int)
  /// Why the other store can't go on.
  case failed(String)
}
