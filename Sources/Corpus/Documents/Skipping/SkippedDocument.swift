/// An entry of a source that Freshet doesn't index, with the reason.
public struct SkippedDocument: Hashable, Sendable {
  /// The entry's source and path, as a document's name.
  public let document: DocumentID
  /// Why the entry isn't a document.
  public let reason: SkipReason
  /// The form of the text of an `undecodable` entry; nil if it is unknown, or if the entry's name isn't UTF-8.
  public let text: UnreadText?

  package init(document: DocumentID, reason: SkipReason, text: UnreadText?) {
    self.document = document
    self.reason = reason
    self.text = text
  }
}
