public import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// Stores a document that no file holds, in place of whatever is stored under this name.
  ///
  /// For a program that is the only one to write it; who shares a store with others reads first, and writes with the context
  /// that was read: `put(_:as:context:)`. Otherwise the same.
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
  /// It supersedes what its writer had read, and nothing else: what others wrote meanwhile stands beside it, as the source's
  /// `Resolution` says. Under write-through text, lexical index and vectors are committed together, or nothing is. Under
  /// write-behind the text is committed, and found by its words; its vectors follow from `run` or `reindex`.
  /// - Parameters:
  ///   - text: the document's new text.
  ///   - name: the document's path within the source `pushed`.
  ///   - format: how to cut the text into passages.
  ///   - attributes: fields and tags that change; the others stay.
  ///   - context: what `get`, or an earlier write, gave; an empty one if the writer has read nothing.
  ///   - behind: whether to accept the write although versions stand that the writer hasn't read.
  ///   - waiting: under write-behind with too many passages waiting, how long to wait for room.
  /// - Throws: `FreshetError.behind` with `ifBehind: .refuse` when something stands that the writer hasn't read;
  ///   `.contextFromAnotherHistory`; `.holdsNUL` for a name or a text with a NUL byte; `.backlogFull` when there was no room in
  ///   that time. Nothing is stored then.
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

  /// Stops serving a pushed document, no matter who wrote it last. Does nothing when there is none of this name.
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

  /// Removes what its writer had read of a pushed document: a version that somebody wrote meanwhile stays, in conflict with the
  /// removal.
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

  /// A pushed document as it stands, with the context to write it back with; nil when there is none of this name.
  public func get(_ name: String) throws -> StoredDocument? {
    // The store would look for the part before the NUL.
    if name.utf8.contains(0) { return nil }
    return try store.read { try $0.storedDocument(DocumentID(source: DocumentID.pushed, path: name)) }
  }
}
