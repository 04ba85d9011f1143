public import FreshetCorpus

/// A document to push with others in one commit.
public struct PushedDocument: Hashable, Sendable {
  /// The document's path within the source `pushed`.
  public let name: String
  /// The document's new text.
  public let text: String
  /// The format of the text, by which it is split into passages.
  public let format: DocumentFormat
  /// Fields and tags to change; the others stay.
  public let attributes: AttributeChange
  /// The causal context that `get` or an earlier write returned. Nil if the write replaces all current versions, no
  /// matter who wrote them.
  public let context: CausalContext?
  /// Whether to accept the write if there are current versions that its writer hasn't read.
  public let behind: BehindWrite

  /// Makes a document to push; its parameters are those of `RetrievalCache.put` for a single document.
  public init(
    _ text: String, as name: String, format: DocumentFormat = .markdown,
    attributes: AttributeChange = AttributeChange(),
    context: CausalContext? = nil, ifBehind behind: BehindWrite = .accept
  ) {
    self.name = name
    self.text = text
    self.format = format
    self.attributes = attributes
    self.context = context
    self.behind = behind
  }
}

extension RetrievalCache {
  /// Stores texts that have no files, in one commit: all of them or, if one fails, none. A reader sees either all of
  /// them or none. If several have the same name, they are written in their order.
  ///
  /// - Parameters:
  ///   - documents: the documents, whose texts are in memory together.
  ///   - waiting: under write-behind, how long to wait if too many passages await their vectors.
  /// - Returns: the outcome for each document, in the same order, all with the token of the commit.
  /// - Throws: the errors of `put` for a single document. In all these cases every document is unchanged. An error of a
  ///   `custom` resolution is thrown, too; then all writes are stored, and the conflict remains.
  @discardableResult
  public func put(_ documents: [PushedDocument], waiting: Duration = .seconds(30)) async throws -> [WriteReceipt] {
    let orders = documents.map { document in
      PushOrder(
        id: DocumentID(source: DocumentID.pushed, path: document.name), text: document.text, format: document.format,
        change: document.attributes, context: document.context, behind: document.behind)
    }
    return try await pushing.push(orders, waiting)
  }
}
