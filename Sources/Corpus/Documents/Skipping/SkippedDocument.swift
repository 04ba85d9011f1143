/// A skipped entry with its name.
public struct SkippedDocument: Hashable, Sendable {
  /// The entry's name, in the form of a document's name.
  public let document: DocumentID
  /// Why the entry isn't a document.
  public let reason: SkipReason
  /// The form of an `undecodable` entry's text; nil if it isn't known, or if the name isn't UTF-8.
  public let text: UnreadText?

  package init(document: DocumentID, reason: SkipReason, text: UnreadText?) {
    self.document = document
    self.reason = reason
    self.text = text
  }
}
