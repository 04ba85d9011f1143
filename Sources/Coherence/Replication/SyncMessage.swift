package import FreshetCorpus

/// How a store introduces itself to another, and what it shares with it.
package struct ReplicaGreeting: Hashable, Sendable, Codable {
  /// The protocol's number: another one is refused.
  package static let protocolNumber = 2

  package let number: Int
  package let store: String
  package let replica: ReplicaID
  /// Where its history stands.
  package let token: SessionToken
  package let clock: HybridTime
  /// All writes that have been there.
  package let seen: VersionVector
  /// Nil for a store that has nothing yet.
  package let space: EmbeddingSpace?
  /// Of all its documents' states.
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

/// A greeting of another protocol; nothing else of it counts.
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

/// What a store remembers of another: a history that doesn't go on from there was rolled back.
package struct RememberedReplica: Hashable, Sendable, Codable {
  package let token: SessionToken
  package let clock: HybridTime

  package init(token: SessionToken, clock: HybridTime) {
    self.token = token
    self.clock = clock
  }
}

/// What is asked for, or brought, by address.
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
  /// float32, little-endian; of the space that both have.
  package var vectors: [ContentAddress: [UInt8]] = [:]
  /// Those among `vectors` whose text is mostly outside the embedder's vocabulary.
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

/// A document that one side left out, and why. It stays as it is on both sides, and neither side raises what it has
/// seen.
package struct Refusal: Hashable, Sendable, Codable {
  package enum Reason: String, Hashable, Sendable, Codable {
    /// A stamp lies too far ahead of this side's clock.
    case stamp
    /// The text of one of its passages didn't arrive: it is damaged on the other side, or gone.
    case contents
    /// This side's data of the document is damaged.
    case damaged
    /// It is too long for a frame.
    case tooLong
  }

  package let document: DocumentID
  package let why: Reason

  package init(_ document: DocumentID, _ why: Reason) {
    self.document = document
    self.why = why
  }
}

/// What the store that began an exchange says.
package enum SyncRequest: Sendable, Equatable, Codable {
  case hello(ReplicaGreeting)
  /// What is remembered of the other; it answers with its greeting, which is another one if it was rolled back.
  case remembered(RememberedReplica)
  /// Asks for the history hash after each of these changes. Two stores with the same name use it to find their last
  /// common change.
  case histories([Int64])
  case nodes([[UInt8]])
  case states([Fingerprint])
  case fetch(ContentList)
  /// The part of a pushed text that begins at this byte.
  case part(Revision, from: Int)
  /// What of these states' contents does the other lack?
  case offer([DocumentState])
  /// Contents travel beside it.
  case deliver
  /// States that were offered.
  case merge([DocumentState])
  /// Everything was exchanged but what was refused, on either side; both remember where the other stood.
  case done(ReplicaGreeting, refused: Int)
}

/// What the other store answers.
package enum SyncReply: Sendable, Equatable, Codable {
  case greeting(ReplicaGreeting, remembered: RememberedReplica?)
  /// History hashes as in tokens; nil for a change that the store doesn't have.
  case histories([String?])
  case nodes([MerkleTree.Node])
  /// The states of the first `answered` keys: as many as fit a message. Unknown documents are left out.
  case states([DocumentState], answered: Int, refused: [Refusal])
  /// Contents travel beside it.
  case contents
  case missing(ContentList)
  case delivered
  /// Of the first `answered` states that were sent: this side's states that differ from them, and those that it
  /// refused.
  case merged([DocumentState], answered: Int, refused: [Refusal])
  /// `held`: how many removals this side held back because they are most of a source.
  case done(ReplicaGreeting, held: Int)
  /// Why it can't go on.
  case failed(String)
}
