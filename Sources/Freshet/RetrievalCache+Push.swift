internal import Coherence
public import Corpus
internal import Embedding
internal import Storage

extension RetrievalCache {
  /// Stores a document that no file holds, and answers from it as soon as this returns.
  ///
  /// Under write-through text, lexical index and vectors are committed together, or nothing is. Under write-behind the text is
  /// committed, and found by its words; its vectors follow from `run` or `reindex`. A document of the same name is replaced.
  /// - Parameters:
  ///   - name: the document's path within the source `pushed`.
  ///   - waiting: under write-behind with too many passages waiting, how long to wait for room.
  /// - Returns: a token that covers the write.
  /// - Throws: `FreshetError.backlogFull` when there was no room in that time; then nothing is stored.
  @discardableResult
  public func put(
    _ text: String, as name: String, format: DocumentFormat = .markdown,
    metadata: [String: String] = [:], waiting: Duration = .seconds(30)
  ) async throws -> SessionToken {
    let id = DocumentID(source: DocumentID.pushed, path: name)
    let bytes = Array(text.utf8)
    let file = PartedFile(
      bytes, of: id, format: format, revision: Revision(hashing: bytes), stamped: nil,
      metadata: metadata, chunker: try embedder.chunker(), space: embedder.space.id)
    switch pushed {
    case .writeBehind(_, let maxPending, _): try await waitForRoom(below: maxPending, waiting)
    case .writeThrough, .refreshAhead: try await embed(file.install.texts)
    }
    return try install(file.install)
  }

  /// Everybody's vectors are there before the text is: whoever else embeds the same is waited for.
  private func embed(_ texts: [ContentAddress: NormalizedText]) async throws {
    try store.read { reader in
      if try reader.activeSpace() != nil { try checkSpace(reader) }
    }
    var supply = supply
    let batch = try await supply.embed(texts)
    if let why = batch.failures.values.first { throw FreshetError.embedderFailed(why: why) }
  }

  /// The last writer wins: a document that is pushed has no source that could say otherwise.
  private func install(_ install: PendingInstall) throws -> SessionToken {
    let now = clock()
    return try store.write { writer in
      try writer.activateIfNone(embedder.space)
      try checkSpace(writer.reader)
      let moment = try writer.reader.moment()
      _ = try writer.install(install, over: moment, isMarked: false, verified: Verification(method: .pushed, at: now))
      return try writer.reader.token()
    }
  }

  private func waitForRoom(below maxPending: Int, _ patience: Duration) async throws {
    let deadline = ContinuousClock.now + patience
    while true {
      let waiting = try store.read { try $0.awaitedAddresses(in: embedder.space.id).count }
      if waiting < maxPending { return }
      if ContinuousClock.now >= deadline { throw FreshetError.backlogFull(waiting: waiting, limit: maxPending) }
      try await Task.sleep(for: VectorSupply.lookEvery)
    }
  }

  /// Serves a pushed document no more. Nothing happens when there is none of this name.
  @discardableResult
  public func remove(_ name: String) async throws -> SessionToken {
    let id = DocumentID(source: DocumentID.pushed, path: name)
    let now = clock()
    return try store.write { writer in
      try writer.retire(id, over: try writer.reader.moment(), at: now)
      return try writer.reader.token()
    }
  }
}
