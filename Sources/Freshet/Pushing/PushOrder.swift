internal import FreshetChunking
internal import FreshetCorpus

/// The parameters of a write to a pushed document.
struct PushOrder: Sendable {
  let id: DocumentID
  /// The new text; nil removes the document.
  let text: String?
  var format = DocumentFormat.markdown
  var change = AttributeChange()
  /// The causal context: the versions that the writer had read, and that the write supersedes. Nil for all current
  /// versions.
  let context: CausalContext?
  var behind = BehindWrite.accept

  /// Throws if the name or the text contains a NUL byte. Most programs that read text from SQLite stop at a NUL byte,
  /// so they would confuse two names, or read only the beginning of a text.
  func refuseNUL() throws {
    for (what, value) in [("name", id.path), ("text", text ?? "")] where value.utf8.contains(0) {
      throw FreshetError.holdsNUL(id, what: what)
    }
  }

  func parted(_ chunker: @autoclosure () throws -> ContentDefinedChunker, space: SpaceID) throws -> PartedFile? {
    guard let text else { return nil }
    let bytes = Array(text.utf8)
    return PartedFile(
      bytes, of: id, format: format, revision: Revision(hashing: bytes), stamped: nil, chunker: try chunker(),
      space: space)
  }
}
