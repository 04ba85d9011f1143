public import FreshetCorpus
internal import FreshetFiles
internal import Foundation
internal import FreshetStorage
internal import FreshetWatching

extension RetrievalCache {
  /// Removes a document and every trace of its text from the store: its versions, its pushed texts, the passages and
  /// vectors that only it has, their words in the lexical index, and saved similarity indexes. Then it removes the
  /// bytes themselves from pages and log.
  ///
  /// The document's row stays, with a removal that other replicas follow, and so do its entries in the change log,
  /// which hold no text. The receipt's `remains` lists everything that stays.
  ///
  /// The call deletes past states that killed processes left behind. It searches those that running processes use, and
  /// the receipt names those that hold some of the text. A process that keeps an earlier index may still save it: end
  /// watching processes first. If the call is interrupted after its commit, call it again: it scrubs the files again.
  /// - Parameters:
  ///   - id: the document.
  ///   - verifying: whether to search every file of the store's folder, byte by byte, for the erased text. Only this
  ///     call can, because the store doesn't keep the text.
  /// - Returns: nil for a document that the store doesn't know.
  /// - Throws: `FreshetError.sourceStillThere` while the document's file exists, `.sourceUnreachable` if that can't be
  ///   found out; `StorageError.unprovenGarbage`, `.locked`: nothing is changed then. `StorageError.logInUse` if
  ///   readers keep the log for 10 s: the erasure is committed then, so erase again when they have ended.
  /// - Complexity: O(size of the store), under the writers' lock.
  public func erase(_ id: DocumentID, verifying: Bool = false) async throws -> ErasureReceipt? {
    guard try store.read({ try $0.hasHeard(of: id) }) else { return nil }
    try refuseIfSourceIsThere(id)
    let now = clock()
    let erased = try await index.forgetting { [store] in try store.write { try $0.erase(id, at: now) } }
    guard let erasure = erased else { return nil }
    try store.scrub()
    // No process reads an older state any longer, so every copy of such a state is complete.
    let scratch = ScratchSweep.run()
    var traces = TraceSearch(for: erasure)
    let holders = try traces.holders(among: scratch.held, of: store)
    let search = verifying ? TraceSummary(try traces.report(on: store, scratch: scratch.held)) : nil
    return ErasureReceipt(
      erasure, at: now, scratch: holders, unsearched: scratch.others.filter { mayRead($0.value) }.keys.sorted(),
      search: search)
  }

  /// Whether another user's scratch folder may hold a state of this store.
  private func mayRead(_ user: UInt32) -> Bool {
    var status = stat()
    guard user != 0, stat(store.path + "/" + Store.fileName, &status) == 0 else { return true }
    return status.st_uid == user || status.st_mode & 0o066 != 0
  }

  /// Refuses to erase a document whose file would be indexed again. A file that exists but is no document wouldn't be.
  private func refuseIfSourceIsThere(_ id: DocumentID) throws {
    guard let source = try sources[id.source]?.named(by: store) else { return }
    let stamped = try store.read { try $0.document(id)?.stamped }
    var evidence = source.directory.probe(id.path, lastSeen: stamped)
    if case .present = evidence {
      evidence = try source.scan(source.scope(of: [id.path]), now: clock).evidence(of: id.path, lastSeen: stamped)
    }
    switch evidence {
    case .absent, .excluded, .hidden: return
    case .present: throw FreshetError.sourceStillThere(id, file: "\(source.root)/\(id.path)")
    case .unknown(let doubt): throw FreshetError.sourceUnreachable(root: source.root, why: "\(doubt)")
    }
  }
}
