internal import Coherence
internal import Corpus
internal import Foundation
internal import Storage

/// What a store lacks of others' documents, and what it has for them.
extension StoreReader {
  /// The contents of these states that aren't here.
  ///
  /// - Parameter space: the one whose vectors can be had; nil for none.
  func missing(of states: [DocumentState], in space: SpaceID?) throws -> ContentList {
    let contents = states.flatMap { state in
      state.versions.siblings.values.compactMap { version in version.content.map { (state.document, $0) } }
    }
    let addresses = Set(contents.flatMap { $0.1.placements.map(\.address) })
    let pushed = contents.filter { $0.0.source == DocumentID.pushed }.map(\.1.revision)
    return ContentList(
      texts: try lackedTexts(addresses), vectors: try space.map { try unembedded(addresses, in: $0) } ?? [],
      blobs: try lackedBlobs(pushed))
  }

  /// What is here of `list`; the rest is left out.
  func contents(_ list: ContentList, in space: SpaceID?) throws -> Contents {
    var contents = Contents()
    for address in try list.texts.subtracting(lackedTexts(list.texts)) {
      contents.texts[address] = Array(try text(at: address).string.utf8)
    }
    for revision in list.blobs { contents.blobs[revision] = try blob(of: revision) }
    guard let space else { return contents }
    for address in try list.vectors.subtracting(unembedded(list.vectors, in: space)) {
      contents.vectors[address] = try vector(at: address, in: space)?.components.withUnsafeBytes { Array($0) }
      if try isUnknown(address, in: space) { contents.unknown.insert(address) }
    }
    return contents
  }

  /// What this store tells another of itself.
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
