internal import FreshetChunking
internal import FreshetCorpus

/// A write that a program asks for.
struct PushOrder: Sendable {
  let id: DocumentID
  /// The new text; nil removes the document.
  let text: String?
  var format = DocumentFormat.markdown
  var change = AttributeChange()
  /// What the writer had read; nil for all standing versions.
  let context: CausalContext?
  var behind = BehindWrite.accept

  /// Throws if the name or the text holds a NUL. Most readers of an SQLite text stop at a NUL: they would confuse two
  /// names, or read only a part of a text.
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
