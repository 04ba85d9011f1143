package import Freshet

/// A served document without its text as JSON; docs/commands/documents.md documents the keys.
package struct DocumentObject: Encodable {
  let document, source, path: String
  let title: String?
  let fields: [String: String]
  let tags: [String]
  let revision: Revision
  let bytes: Int
  let changed: String

  package init(_ listed: ListedDocument) {
    document = listed.id.description
    source = listed.id.source
    path = listed.id.path
    title = listed.title
    fields = listed.fields
    tags = listed.tags.sorted()
    revision = listed.revision
    bytes = listed.sizeInBytes
    changed = listed.changed.description
  }
}
