internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// Looks at single documents from the source's side, whatever anybody's log says.
struct DocumentProbe: Sendable {
  let sources: SourceSet
  let store: Store
  let recipe: IndexingRecipe
  let clock: WallClock

  /// Nil for what is neither in the source nor in the index.
  func verdict(on document: DocumentID) async throws -> DocumentVerdict? {
    var views: [String: SourceView] = [:]
    if let source = try sources[document.source]?.named(by: store) {
      let (row, known) = try store.read { (try $0.document(document), try $0.source(named: document.source)?.known) }
      let scan = try source.scan(source.scope(of: [document.path]), now: clock)
      let remounts = source.remounts(in: scan, since: row.map { [$0] } ?? [])
      var view = SourceView(of: source, scan, remounts: remounts, asked: [document])
      if row != nil { view.hold(since: known) }
      views[source.name] = view
    }
    let examination = DocumentExamination(
      sources: sources, views: views, recipe: recipe, clock: clock, readsBytes: true)
    return try await examination.examine([document], in: store)[0].verdict
  }
}

/// What there is to probe.
enum MonitorListing {
  /// Every document of either side, each with a mark that differs when its file or what is served of it does.
  static func marks(of sources: SourceSet, in store: Store, _ clock: WallClock) async throws -> [DocumentID: UInt64] {
    var marks: [DocumentID: UInt64] = [:]
    for document in try store.read({ try $0.documents() }) {
      var hash = StableHash()
      for byte in document.revision.fingerprint.bytes { hash.combine(byte) }
      marks[document.id] = hash.finish()
    }
    for source in try sources.named(by: store).all {
      for file in try source.scan(now: clock).files where !source.isOwn(file.path) {
        marks[source.id(file.path), default: 0] ^= mark(of: file.stamp)
      }
    }
    return marks
  }

  private static func mark(of stamp: FileStamp) -> UInt64 {
    [
      stamp.inode, UInt64(bitPattern: stamp.sizeInBytes), UInt64(bitPattern: stamp.modified.nanoseconds),
      UInt64(bitPattern: stamp.statusChanged.nanoseconds),
    ].reduce(0) { StableHash.mixed($0 &+ $1) }
  }
}

extension StoreReader {
  /// One of a document's passages, another one from time to time, whose vector tells it from others; nil when it has none.
  func searchablePassage(
    of id: DocumentID, in space: SpaceID
  ) throws -> (address: ContentAddress, vector: UnitVector)? {
    for placement in try placements(of: id).shuffled() {
      let address = placement.address
      if try isUnknown(address, in: space) || isAwaited(address, in: space) { continue }
      if try unembedded([address], in: space).isEmpty, let vector = try vector(at: address, in: space) {
        return (address, vector)
      }
    }
    return nil
  }
}
