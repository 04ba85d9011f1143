package import Corpus

/// How a store introduces itself to another, and what it shares with it.
package struct ReplicaGreeting: Hashable, Sendable, Codable {
  /// The protocol's number: another one is refused.
  package static let protocolNumber = 1

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
}

/// Texts, vectors and blobs on their way: checked against their addresses and checksums where they arrive.
package struct Contents: Hashable, Sendable {
  package var texts: [ContentAddress: [UInt8]] = [:]
  /// float32, little-endian; of the space that both have.
  package var vectors: [ContentAddress: [UInt8]] = [:]
  /// Those among `vectors` whose text is mostly outside the embedder's vocabulary.
  package var unknown: Set<ContentAddress> = []
  package var blobs: [Revision: [UInt8]] = [:]

  package init() {}
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
  /// What of these states' contents does the other lack?
  case offer([DocumentState])
  /// Contents travel beside it.
  case deliver
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
  case states([DocumentState])
  /// Contents travel beside it.
  case contents
  case missing(ContentList)
  case delivered
  /// The states that differ from those that were sent, and how many were refused for their stamps.
  case merged([DocumentState], refused: Int)
  /// `held`: how many removals this side held back because they are most of a source.
  case done(ReplicaGreeting, held: Int?)
  /// Why it can't go on.
  case failed(String)
}
