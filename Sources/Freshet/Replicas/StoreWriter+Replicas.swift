internal import Coherence
internal import Corpus
internal import Foundation
internal import Storage

/// Takes what another replica sent, checked, and serves it.
extension StoreWriter {
  /// Keeps contents under their addresses, before any document places them.
  ///
  /// - Throws: `FreshetError.untrustworthyReplica` for anything that isn't what its address or the space says; nothing is kept.
  func keep(_ contents: Contents, in space: EmbeddingSpace?, at now: Timestamp) throws {
    var texts: [ContentAddress: NormalizedText] = [:]
    for (address, bytes) in contents.texts {
      let text = NormalizedText(stored: String(decoding: bytes, as: UTF8.self))
      guard ContentAddress(hashing: text) == address, !bytes.contains(0) else {
        throw Self.lie("the text of passage \(address)")
      }
      texts[address] = text
    }
    try keep(texts, at: now)
    for (revision, bytes) in contents.blobs {
      guard Revision(hashing: bytes) == revision else { throw Self.lie("the text of revision \(revision)") }
      try keep(blob: bytes, of: revision)
    }
    guard let space else { return }
    try activateIfNone(space)
    let vectors = try contents.vectors.map { try ($0.key, Self.vector($0.value, of: $0.key, in: space)) }
    try keep(Dictionary(keepingFirst: vectors), unknown: contents.unknown, in: space.id)
  }

  private static func vector(_ bytes: [UInt8], of address: ContentAddress, in space: EmbeddingSpace) throws
    -> UnitVector
  {
    let components = [Float](unsafeUninitializedCapacity: bytes.count / 4) { buffer, count in
      count = bytes.count / 4
      bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<(4 * count)]))
      }
    }
    guard bytes.count == 4 * space.dimension, let vector = UnitVector(components) else {
      throw lie("the vector of passage \(address)")
    }
    return vector
  }

  private static func lie(_ what: String) -> FreshetError {
    .untrustworthyReplica(what: "\(what) isn't what its address says")
  }

  /// Merges the state of a document, and serves what its source's rule says of all that stands then. A document that is read
  /// from its source here stays as it is, and is read again.
  func take(
    _ state: DocumentState, of sources: SourceSet, by resolutions: ResolutionSet, at now: Timestamp
  ) throws -> MergeOutcome {
    let id = state.document
    guard id.isPlausible else { throw FreshetError.untrustworthyReplica(what: "a document named \(id)") }
    let outcome = try merge(state, at: now)
    guard outcome == .merged, let space = try reader.activeSpace()?.id else { return outcome }
    let (set, served) = (try reader.versionSet(of: id), try reader.document(id))
    if let served, sources[id.source] != nil, served.verified.method != .replica {
      if !set.agrees(on: served.revision) { try observe([id], at: now) }
      return outcome
    }
    let standing = Standing(of: set, by: resolutions[id.source].rule)
    if standing.served.isEmpty, served == nil { return outcome }
    let method: Verification.Method = id.source == DocumentID.pushed ? .pushed : .replica
    try serve(
      standing.served, siblings: standing.siblings, of: id, in: space, verified: Verification(method: method, at: now))
    return outcome
  }
}

extension DocumentID {
  /// Whether it can name a document: another store's word alone must not lead out of a folder.
  fileprivate var isPlausible: Bool {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
      ExactPath(String(Substring($0)))
    }
    return (source == Self.pushed || SourceConfiguration.isValid(name: source)) && !path.utf8.contains(0)
      && path.utf8.count <= 4_096
      && (source == Self.pushed ? !path.isEmpty : !parts.contains { ["", ".", ".."].contains($0) })
  }
}
