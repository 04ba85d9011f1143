public import FreshetCorpus
internal import FreshetFiles
internal import Foundation
internal import FreshetStorage
internal import FreshetWatching

extension RetrievalCache {
  /// Deletes a document and every trace of its text from the store: its versions, its pushed texts, the passages and
  /// vectors that only this document has, their words in the lexical index, and saved similarity indexes. Then it
  /// rewrites the database file and empties the write-ahead log, so that the deleted bytes are in neither.
  ///
  /// The document's name remains, with a removal that other stores carry out at the next sync. Its entries in the
  /// change log, which contain no text, remain too. The receipt's `remains` lists everything that remains.
  ///
  /// Copies of earlier states of the store can contain the text (see `PastState`). The call deletes those that killed
  /// processes left behind; the receipt names those that running processes use. Another process that watches or reindexes
  /// may still save its similarity index from before the erasure, so end such processes first. If the call is
  /// interrupted, call it again.
  /// - Parameters:
  ///   - id: the document to erase.
  ///   - verifying: whether to search all files of the store's folder, byte by byte, for the erased text. A later call
  ///     can't, because the store no longer has the text.
  /// - Returns: a receipt; nil if the store doesn't know the document.
  /// - Throws: `FreshetError.sourceStillThere` if the document's file still exists; `.sourceUnreachable` if that can't
  ///   be determined; `StorageError.unprovenGarbage` or `.locked`. In these cases nothing is changed.
  ///   `StorageError.logInUse` if other processes' reads block the write-ahead log for 10 s: the document is erased
  ///   then, but its bytes may remain in the log; call again when these reads have ended.
  /// - Complexity: O(size of the store). Other processes can't write meanwhile.
  public func erase(_ id: DocumentID, verifying: Bool = false) async throws -> ErasureReceipt? {
    guard try store.read({ try $0.hasHeard(of: id) }) else { return nil }
    try refuseIfSourceIsThere(id)
    let now = clock()
    let erased = try await index.forgetting { [store] in try store.write { try $0.erase(id, at: now) } }
    guard let erasure = erased else { return nil }
    try store.scrub()
    // After `scrub`, no process reads an older state of the store, so no copy of an older state is still being made.
    let scratch = ScratchSweep.run()
    var traces = TraceSearch(for: erasure)
    let holders = try traces.holders(among: scratch.held, of: store)
    let search = verifying ? TraceSummary(try traces.report(on: store, scratch: scratch.held)) : nil
    return ErasureReceipt(
      erasure, at: now, scratch: holders, unsearched: scratch.others.filter { mayRead($0.value) }.keys.sorted(),
      search: search)
  }

  /// Whether another user's temporary folder may contain a copy of this store's states: whether that user may read the
  /// store.
  private func mayRead(_ user: UInt32) -> Bool {
    var status = stat()
    guard user != 0, stat(store.path + "/" + Store.fileName, &status) == 0 else { return true }
    return status.st_uid == user || status.st_mode & 0o066 != 0
  }

  /// Throws if the document's file exists and the next reindexing would index it again. A file that is excluded or
  /// hidden doesn't count.
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
