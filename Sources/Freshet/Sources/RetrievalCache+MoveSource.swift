internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

extension RetrievalCache {
  /// The sorted names of all sources for which the store has documents or a folder. They include sources whose
  /// documents came from other stores through sync.
  public nonisolated var sourceNames: [String] {
    get throws { try store.read { try $0.sourceNames() } }
  }

  /// Records that a source's folder is now at `path`. The next `reindex` updates the index, without embedding unchanged
  /// passages again.
  ///
  /// - Parameters:
  ///   - name: the source's name.
  ///   - path: the folder in which the documents are now.
  ///   - acceptingDeletions: whether to move the source even if most of its indexed documents are missing from that
  ///     folder.
  ///   - isRehearsal: whether to check the folder and return the result without changing anything.
  /// - Throws: `FreshetError.noSuchSource`, `.sourceUnreachable`, `.rootInStore`, `.nestedRoots`; `.anotherCorpus` if
  ///   most of the indexed documents are missing from the folder (by the rule by which reindexing holds back
  ///   deletions); `StorageError.locked` while a process watches the source.
  public func moveSource(
    _ name: String, to path: String, acceptingDeletions: Bool = false, isRehearsal: Bool = false
  ) async throws -> SourceMove {
    let (record, known, watcher) = try store.read {
      (try $0.source(named: name), try $0.sources(), try $0.watcher(of: name))
    }
    guard let record else { throw FreshetError.noSuchSource(name, known: known.map(\.name)) }
    if let watcher, watcher.isAlive(at: clock()) {
      throw StorageError.locked(path: store.path, holder: "\(watcher.holder), which watches \(name)")
    }
    let former = StoreLocation.resolved(record.root, ofStore: store.path)
    let source = sources.source(name, movedTo: path, store: store.path)
    try refuse(source.root, for: name, beside: known)
    let scan = try source.scan(now: clock)
    let corpus = MovedCorpus(try store.read { try $0.documents(of: name) }, scan, in: source)
    let indexed = record.known ?? RootIdentity(device: 0, inode: 0, born: nil, path: former)
    let missing = try corpus.missingCount(clock)
    if !acceptingDeletions, let hold = corpus.hold(since: indexed, missing: missing) {
      throw FreshetError.anotherCorpus(source: name, root: source.root, why: "\(hold)")
    }
    if !isRehearsal {
      let root = StoreLocation.remembered(source.root, byStore: store.path)
      try store.write { try $0.move(source: name, to: root, scan.root) }
    }
    return SourceMove(
      source: name, from: former, to: source.root, documents: corpus.documents.count, missing: missing,
      new: corpus.unknown.count)
  }

  private func refuse(_ root: String, for name: String, beside known: [SourceRecord]) throws {
    try SourceSet.refuseRoots([root], inStore: store.path)
    let roots =
      known.map { ($0.name, StoreLocation.resolved($0.root, ofStore: store.path)) }
      + sources.all.map { ($0.name, $0.root) }
    for (source, other) in roots where source != name {
      let (one, two) = (StoreLocation.real(root), StoreLocation.real(other))
      guard one.path(below: two) == nil, two.path(below: one) == nil else {
        throw FreshetError.nestedRoots(root, in: other, source: source)
      }
    }
  }
}

extension SourceSet {
  /// A copy of the source `name` with the folder `root`. Its include and exclude patterns are those of the source in
  /// this set; it has none if the set has no such source.
  fileprivate func source(_ name: String, movedTo root: String, store: String) -> DirectorySource {
    let former = self[name]?.configuration
    let configuration = SourceConfiguration(
      name: name, root: root, include: former?.include ?? [], exclude: former?.exclude ?? [])
    return DirectorySource(configuration, store: StoreLocation.real(store))
  }
}

/// Compares the indexed documents of a source with the files of another folder: first by path, then by content.
private struct MovedCorpus {
  let documents: [IndexedDocument]
  /// The folder's files whose path isn't that of an indexed document, sorted.
  let unknown: [DocumentID]
  private let unnamed: [IndexedDocument]
  private let source: DirectorySource
  private let root: RootIdentity

  init(_ documents: [IndexedDocument], _ scan: ScanReport, in source: DirectorySource) {
    let files = Set(scan.files.map { source.id($0.path) })
    let names = Set(documents.map(\.id))
    self.documents = documents
    unknown = files.filter { !names.contains($0) && !source.isOwn($0.path) }.sorted()
    unnamed = documents.filter { !files.contains($0.id) }
    self.source = source
    root = scan.root
  }

  /// How many indexed documents the folder contains neither under the same path nor as a file with the same content.
  /// Reads the files in `unknown` only if a document's path is missing.
  func missingCount(_ clock: WallClock) throws -> Int {
    if unnamed.isEmpty { return 0 }
    var wanted = Dictionary(unnamed.map { ($0.revision, 1) }, uniquingKeysWith: +)
    var missing = unnamed.count
    for id in unknown where missing > 0 {
      try Task.checkCancellation()
      guard case .revision(let stamped) = try source.read(id, lastSeen: nil, now: clock).0,
        let count = wanted[stamped.revision], count > 0
      else { continue }
      wanted[stamped.revision] = count - 1
      missing -= 1
    }
    return missing
  }

  func hold(since indexed: RootIdentity, missing: Int) -> DeletionHold? {
    var loss = DeletionGuard.Loss(root: root, isWhole: true)
    (loss.served, loss.absent) = (documents.count, missing)
    return DeletionGuard(indexed: indexed).hold(loss)
  }
}
