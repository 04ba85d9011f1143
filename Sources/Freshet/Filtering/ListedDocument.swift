public import FreshetCorpus
internal import FreshetStorage

/// A served document, without its text.
public struct ListedDocument: Hashable, Sendable {
  public let id: DocumentID
  /// The front matter's title, or the first heading of the first level; nil without both.
  public let title: String?
  /// The values of the document's fields by name, from its front matter and from programs. A program's value of a field
  /// hides the front matter's.
  public let fields: [String: String]
  /// The document's tags, from its field `tags` and from programs, without white space around them and `#` before them.
  public let tags: Set<String>
  /// The hash of the document's bytes; of several versions that stand side by side, of the newest one that is served.
  public let revision: Revision
  /// The number of these bytes.
  public let sizeInBytes: Int
  /// The modification time of the document's file when it was read. For a pushed document, and for one that came from
  /// another store: when its current version was written.
  public let changed: Timestamp
}

extension ListedDocument {
  /// Nil if the document's row is damaged, which is noted.
  init?(_ document: DescribedDocument) {
    guard let labels = DocumentLabels(document), let revision = document.revision,
      let size = document.sizeInBytes, let changed = document.changed
    else {
      document.noteDamage()
      return nil
    }
    self.init(
      id: document.id, title: labels.title, fields: labels.fields, tags: labels.tags, revision: revision,
      sizeInBytes: size, changed: changed)
  }
}

extension DocumentLabels {
  /// Nil if the fields or tags in the document's row are damaged, which is noted.
  init?(_ document: DescribedDocument) {
    guard let fields = document.fields, let tags = document.pushedTags else { return nil }
    self.init(title: document.title, fields: fields, tags: DocumentTags.union(tags, fields))
  }
}
