internal import FreshetCoherence
internal import FreshetCorpus
internal import Foundation
internal import FreshetStorage

/// The contents that a store lacks for others' documents, and those that it has for other stores.
extension StoreReader {
  /// The contents of these states that this store lacks or whose bytes differ from what was stored.
  ///
  /// - Parameter space: the space of the vectors that the other store can send; nil for none.
  func missing(of states: [DocumentState], in space: SpaceID?) throws -> ContentList {
    var list = ContentList(of: states)
    list.vectors = try space.map { try unembedded(list.vectors, in: $0) } ?? []
    list.texts = try unsoundTexts(list.texts)
    list.blobs = try lackedBlobs(list.blobs)
    return list
  }

  /// Whether this store lacks the text of a passage in this state. A pushed text may be missing: stores of old formats
  /// didn't keep it.
  func lacksTexts(of state: DocumentState) throws -> Bool {
    try !unsoundTexts(ContentList(of: [state]).texts).isEmpty
  }

  /// The contents of `list` that this store has and that fit one frame. It leaves out missing contents, and contents
  /// that differ from what was stored. A pushed text that needs several parts is alone in its frame.
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

  /// A part of a pushed text. Nil if the text is missing, differs from what was stored, or is too long to exchange.
  func part(of revision: Revision, from start: Int) throws -> TextPart? {
    do {
      guard let text = try blob(of: revision), text.count <= ExchangeLimits.pushedBytes else { return nil }
      return TextPart(of: text, from: start)
    } catch StorageError.damaged {
      return nil
    }
  }

  /// The greeting in which this store introduces itself to another.
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
