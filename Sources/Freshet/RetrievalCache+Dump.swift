internal import Coherence
public import Corpus
internal import Storage

/// One place of a passage as it is served.
public struct DumpedPlacement: Hashable, Sendable {
  public let document: DocumentID
  public let address: ContentAddress
  public let text: String
  public let bytes: Range<Int>
  public let lines: LineRange
  public let headingPath: [String]
  public let version: VersionVector
  public let space: SpaceID
  public let state: Freshness
}

extension RetrievalCache {
  /// Every served placement, in the order of documents and places; `body` is called for each.
  ///
  /// The whole dump is of one committed state, however much is written meanwhile.
  public func dump(_ body: (DumpedPlacement) throws -> Void) throws {
    try store.read { reader in
      var evidence = EvidenceGatherer(
        sources: sources, watchers: try reader.watchers(), clock: clock, readsBytes: false)
      for document in try reader.documents() {
        let id = document.id
        let version = try reader.version(of: id)
        for placement in try reader.placements(of: id) {
          let served = ServedPlacement(
            document: id, revision: document.revision, version: version, placement: placement,
            stamped: document.stamped, verified: document.verified,
            suspectSince: try reader.pending(id)?.observedAt)
          try body(
            DumpedPlacement(
              document: id, address: placement.address,
              text: try reader.text(at: placement.address).string, bytes: placement.bytes,
              lines: placement.lines, headingPath: placement.headingPath, version: version,
              space: document.space, state: evidence.evidence(for: served).0))
        }
      }
    }
  }
}
