public import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// Stores a document that no file holds, in place of whatever is stored under this name.
  ///
  /// Use it if only one program writes the document. Programs that share a document read it first, and write with the
  /// context that they read: `put(_:as:format:attributes:context:ifBehind:waiting:)`, which explains the parameters and
  /// errors.
  /// - Returns: a token that covers the write.
  @discardableResult
  public func put(
    _ text: String, as name: String, format: DocumentFormat = .markdown,
    metadata: [String: String] = [:], waiting: Duration = .seconds(30)
  ) async throws -> SessionToken {
    let order = PushOrder(
      id: DocumentID(source: DocumentID.pushed, path: name), text: text, format: format,
      change: AttributeChange(fields: metadata), context: nil)
    return try await pushing.push(order, waiting).token
  }

  /// Stores a document that no file holds, and answers from it as soon as this returns.
  ///
  /// The write supersedes what its writer had read, and nothing else. Versions that others wrote meanwhile stand beside
  /// it, and the source's `Resolution` decides what is served. Under write-through, one commit stores text, lexical
  /// index and vectors, or nothing. Under write-behind, the commit stores the text, which is then found by its words;
  /// `run` or `reindex` adds its vectors.
  /// - Parameters:
  ///   - text: the document's new text.
  ///   - name: the document's path within the source `pushed`.
  ///   - format: how to cut the text into passages.
  ///   - attributes: fields and tags that change; the others stay.
  ///   - context: what `get`, or an earlier write, gave; an empty one if the writer has read nothing.
  ///   - behind: whether to accept the write although versions stand that the writer hasn't read.
  ///   - waiting: under write-behind, how long to wait for room if too many passages await their vectors.
  /// - Throws: `FreshetError.behind` with `ifBehind: .refuse` when versions stand that the writer hasn't read;
  ///   `.contextFromAnotherHistory`; `.holdsNUL` for a name or a text with a NUL byte; `.backlogFull` when there was no
  ///   room in that time; `.embedderFailed` under write-through. The document is unchanged then.
  @discardableResult
  public func put(
    _ text: String, as name: String, format: DocumentFormat = .markdown,
    attributes: AttributeChange = AttributeChange(), context: CausalContext, ifBehind behind: BehindWrite = .accept,
    waiting: Duration = .seconds(30)
  ) async throws -> WriteReceipt {
    let order = PushOrder(
      id: DocumentID(source: DocumentID.pushed, path: name), text: text, format: format, change: attributes,
      context: context, behind: behind)
    return try await pushing.push(order, waiting)
  }

  /// Stops serving a pushed document, no matter who wrote it last. Does nothing if no document has this name.
  @discardableResult
  public func remove(_ name: String) async throws -> SessionToken {
    let id = DocumentID(source: DocumentID.pushed, path: name)
    try PushOrder(id: id, text: nil, context: nil).refuseNUL()
    let now = clock()
    return try store.write { writer in
      try writer.retire(id, over: try writer.reader.moment(), at: now)
      return try writer.reader.token()
    }
  }

  /// Removes the versions of a pushed document that the writer has read. A version that another writer wrote meanwhile
  /// stays, in conflict with the removal.
  ///
  /// - Throws: as `put` with a context.
  @discardableResult
  public func remove(
    _ name: String, context: CausalContext, ifBehind behind: BehindWrite = .accept
  ) async throws -> WriteReceipt {
    let order = PushOrder(
      id: DocumentID(source: DocumentID.pushed, path: name), text: nil, context: context, behind: behind)
    return try await pushing.push(order, .zero)
  }

  /// A pushed document in its current state, with the context to write it back with; nil if there is no document of
  /// this name.
  public func get(_ name: String) throws -> StoredDocument? {
    // SQLite would look for the part of the name before the NUL.
    if name.utf8.contains(0) { return nil }
    return try store.read { try $0.storedDocument(DocumentID(source: DocumentID.pushed, path: name)) }
  }
}
