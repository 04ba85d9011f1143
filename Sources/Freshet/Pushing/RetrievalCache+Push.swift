public import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// Stores a text that has no file as the document `name`. Replaces the document if it exists.
  ///
  /// Use this method if only one program writes the document. If several programs do, each should `get` it first and
  /// write with `put(_:as:format:attributes:context:ifBehind:waiting:)`, whose documentation also explains the
  /// errors.
  /// - Parameters:
  ///   - text: the document's new text.
  ///   - name: the document's path within the source `pushed`.
  ///   - format: the format of the text, by which it is split into passages.
  ///   - metadata: values of fields to set; other fields stay.
  ///   - tags: tags to add; other tags stay.
  ///   - waiting: under write-behind, how long to wait if too many passages await their vectors.
  /// - Returns: a session token. A `session` read with this token sees the write.
  @discardableResult
  public func put(
    _ text: String, as name: String, format: DocumentFormat = .markdown,
    metadata: [String: String] = [:], tags: Set<String> = [], waiting: Duration = .seconds(30)
  ) async throws -> SessionToken {
    let order = PushOrder(
      id: DocumentID(source: DocumentID.pushed, path: name), text: text, format: format,
      change: AttributeChange(fields: metadata, adding: tags), context: nil)
    return try await pushing.push(order, waiting).token
  }

  /// Stores a text that has no file as the document `name`. Searches find the text as soon as the call returns.
  ///
  /// The write replaces the versions that the writer has read, and no others. Versions that others wrote meanwhile are
  /// kept as conflicting versions, and the source's `Resolution` decides which are served. Under the write-through
  /// policy, one commit stores text, lexical index and vectors together. Under write-behind, the commit stores the
  /// text, so that it is found by its words; `run` or `reindex` adds the vectors later.
  /// - Parameters:
  ///   - text: the document's new text.
  ///   - name: the document's path within the source `pushed`.
  ///   - format: the format of the text, by which it is split into passages.
  ///   - attributes: fields and tags to change; the others stay.
  ///   - context: the causal context that `get` or an earlier write returned; an empty one if the writer has read
  ///     nothing.
  ///   - behind: whether to accept the write if there are current versions that the writer hasn't read.
  ///   - waiting: under write-behind, how long to wait if too many passages await their vectors.
  /// - Throws: `FreshetError.behind` if `ifBehind` is `.refuse` and there are current versions that the writer hasn't
  ///   read; `.contextFromAnotherHistory` if the context is from a state that this store has lost; `.holdsNUL` if the
  ///   name or the text contains a NUL byte; `.backlogFull` if too many passages still await their vectors after
  ///   `waiting`; `.embedderFailed` under write-through; `.otherSpace` if the store was indexed with another embedder.
  ///   In all these cases the document is unchanged. An error of a `custom` resolution is thrown, too; then the write
  ///   is stored, and the conflict remains.
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

  /// Removes a pushed document, no matter who wrote it last. Does nothing if no document has this name. Returns a
  /// session token: a `session` read with it no longer sees the document.
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

  /// Removes the versions of a pushed document that the caller has read, according to `context`. A version that another
  /// writer wrote meanwhile stays, in conflict with the removal.
  ///
  /// - Throws: `FreshetError.behind` if `ifBehind` is `.refuse` and there are current versions that the writer hasn't
  ///   read; `.contextFromAnotherHistory` if the context is from a state that this store has lost; `.holdsNUL` if the
  ///   name contains a NUL byte; `.otherSpace` if the store was indexed with another embedder. In all these cases the
  ///   document is unchanged.
  @discardableResult
  public func remove(
    _ name: String, context: CausalContext, ifBehind behind: BehindWrite = .accept
  ) async throws -> WriteReceipt {
    let order = PushOrder(
      id: DocumentID(source: DocumentID.pushed, path: name), text: nil, context: context, behind: behind)
    return try await pushing.push(order, .zero)
  }

  /// Returns a pushed document with its text, its attributes and the causal context for writing it back. Nil if no
  /// document has this name.
  public func get(_ name: String) throws -> StoredDocument? {
    // SQLite would search for the part of the name before the NUL byte.
    if name.utf8.contains(0) { return nil }
    return try store.read { try $0.storedDocument(DocumentID(source: DocumentID.pushed, path: name)) }
  }
}
