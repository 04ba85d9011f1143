internal import FreshetCoherence
internal import FreshetCorpus
internal import Foundation
internal import FreshetStorage

/// Lists the contents (texts and vectors) that this store must request from another store, and reads those that the
/// other store requests.
extension StoreReader {
  /// The texts and vectors of these document states that this store doesn't have, or has only damaged.
  ///
  /// - Parameter space: the embedding space that both stores use; nil if they use different ones, so that no vectors
  ///   are requested.
  func missing(of states: [DocumentState], in space: SpaceID?) throws -> ContentList {
    var list = ContentList(of: states)
    list.vectors = try space.map { try unembedded(list.vectors, in: $0) } ?? []
    list.texts = try unsoundTexts(list.texts)
    list.blobs = try lackedBlobs(list.blobs)
    return list
  }

  /// Whether this store lacks the text of any passage of this document state. The whole text of a pushed document isn't
  /// checked, because stores of old formats didn't keep it.
  func lacksTexts(of state: DocumentState) throws -> Bool {
    try !unsoundTexts(ContentList(of: [state]).texts).isEmpty
  }

  /// As many of the requested contents as fit into one message. Missing and damaged contents are left out. A pushed
  /// text that is too long for one message is sent in chunks, each in a message of its own.
  func contents(_ list: ContentList, in space: SpaceID?) throws -> Contents {
    var contents = Contents()
    for address in list.texts.sorted() where contents.sizeInBytes < ExchangeLimits.fullContents {
      guard let text = try soundText(at: address), text.string.utf8.count <= ExchangeLimits.textBytes else { continue }
      contents.texts[address] = Array(text.string.utf8)
    }
    for address in list.vectors.sorted() where space != nil && contents.sizeInBytes < ExchangeLimits.fullContents {
      guard let space, let vector = try sound(.text(address), { try vector(at: address, in: space) }) ?? nil else {
        continue
      }
      contents.vectors[address] = vector.components.withUnsafeBytes { Array($0) }
      if try isUnknown(address, in: space) { contents.unknown.insert(address) }
    }
    for revision in list.blobs.sorted(by: { $0.fingerprint < $1.fingerprint }) {
      guard let part = try part(of: revision, from: 0) else { continue }
      if !contents.isEmpty, !part.isWhole || contents.sizeInBytes + part.length > ExchangeLimits.fullContents { break }
      contents.blobs[revision] = part
      if !part.isWhole { break }
    }
    return contents
  }

  /// The chunk of a pushed text that begins at byte `start`. Nil if the text is missing, is damaged, or exceeds the
  /// limit for sync.
  func part(of revision: Revision, from start: Int) throws -> TextPart? {
    do {
      guard let text = try blob(of: revision), text.count <= ExchangeLimits.pushedBytes else { return nil }
      return TextPart(of: text, from: start)
    } catch StorageError.damaged {
      return nil
    }
  }

  /// The first message of a sync: this store's identity, its position in its history, and the root digest of its
  /// documents.
  func greeting(_ root: NodeDigest) throws -> ReplicaGreeting {
    let identity = try identity()
    return ReplicaGreeting(
      store: identity.store, replica: identity.replica, token: try token(), clock: try newestStamp(), seen: try seen(),
      space: try activeSpace(), root: root)
  }

  func remembered(_ replica: ReplicaID) throws -> RememberedReplica? {
    try peer(replica).map { RememberedReplica(token: $0.token, clock: $0.clock) }
  }
}
