internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// Calls `body` for each placement of each passage that the store serves, in the order of documents and of the
  /// placements in a document.
  ///
  /// All calls show the same committed state of the store, even if other processes write meanwhile.
  ///
  /// - Returns: the number of damaged passages and documents. The dump leaves them out.
  @discardableResult
  public func dump(_ body: (DumpedPlacement) throws -> Void) throws -> Int {
    try store.read { reader in
      var evidence = EvidenceGatherer(try RecordedSources(reader), in: environment, readsBytes: false)
      for document in try reader.documents() {
        let id = document.id
        let (version, mark) = (try reader.version(of: id), try reader.marked(id))
        if reader.leftOut.contains(.document(id)) { continue }
        let state = evidence.evidence(for: ServedDocument(document, mark: mark)).0
        for placement in try reader.placements(of: id) {
          guard let text = try reader.soundText(at: placement.address) else { continue }
          try body(
            DumpedPlacement(
              document: id, address: placement.address, text: text.string, bytes: placement.bytes,
              lines: placement.lines, headingPath: placement.headingPath, version: version,
              space: document.space, state: state))
        }
      }
      return reader.leftOut.count
    }
  }
}
