package import FreshetCorpus
internal import Foundation
internal import GRDB

/// What the store knows of a served document besides its text: the parts that a query asked for.
package struct DescribedDocument {
  package struct Parts: OptionSet {
    package let rawValue: Int

    /// Fields and tags.
    package static let attributes = Parts(rawValue: 1)
    /// When the document changed.
    package static let times = Parts(rawValue: 2)
    /// Title, revision and size.
    package static let content = Parts(rawValue: 4)

    package init(rawValue: Int) {
      self.rawValue = rawValue
    }
  }

  package let id: DocumentID
  /// The modification time of the document's file; for a document without one, when its newest served version was
  /// written.
  package let changed: Timestamp?
  package let title: String?
  package let revision: Revision?
  package let sizeInBytes: Int?
  /// The id of the document's row.
  let row: Int64
  private let metadata: String?
  private let attributes: String?
  private let leftOut: LeftOut

  fileprivate init(_ row: Row, noting leftOut: LeftOut) throws {
    self.row = try row[0]
    id = try DocumentID(source: row[1], path: row[2])
    (metadata, attributes) = (row.checkedText(3), row.checkedText(4))
    changed =
      row.checkedInteger(5).map(Timestamp.init(nanoseconds:))
      ?? row.checkedInteger(6).map { HybridTime(clamping: $0).timestamp }
    title = row.checkedText(7)
    revision = row.checkedFingerprint(8).map(Revision.init)
    sizeInBytes = row.checkedCount(9)
    self.leftOut = leftOut
  }

  /// The values of the document's fields, from its front matter and from programs, by name. Nil if they are unreadable,
  /// which is noted as damage of the document.
  ///
  /// - Complexity: decodes the fields at each call.
  package var fields: [String: String]? { noted(metadata.flatMap { try? MetadataColumn.fields($0) }) }

  /// The tags that programs gave the document. Nil if they are unreadable, which is noted as damage of the document.
  package var pushedTags: Set<String>? {
    noted(attributes.flatMap { try? AttributesColumn.value($0) }).map { Set($0.tags.keys) }
  }

  /// Notes that the document's row is damaged.
  package func noteDamage() { leftOut.note(.document(id)) }

  private func noted<Value>(_ value: Value?) -> Value? {
    if value == nil { noteDamage() }
    return value
  }
}

extension StoreReader {
  /// Calls `body` for each served document, in no order.
  ///
  /// - Parameters:
  ///   - parts: what of each document to read; the rest is nil.
  ///   - documents: only these; nil for all.
  /// - Complexity: one statement, which reads each row once.
  package func describedDocuments(
    _ parts: DescribedDocument.Parts, among documents: Set<DocumentID>? = nil,
    _ body: (DescribedDocument) throws -> Void
  ) throws {
    func columns(_ columns: [String], of part: DescribedDocument.Parts) -> [String] {
      parts.contains(part) ? columns : columns.map { _ in "NULL" }
    }
    // Only documents without a file's modification time need a look at their versions.
    let written = """
      CASE WHEN d.modified IS NULL THEN (
        SELECT max(v.stamp) FROM versions v
        WHERE v.document = d.id AND v.served_from IS NOT NULL AND v.served_until IS NULL) END
      """
    let described =
      columns(["d.metadata", "d.attributes"], of: .attributes) + columns(["d.modified", written], of: .times)
      + columns(["d.title", "d.revision", "d.bytes"], of: .content)
    let asked = try documents.map { try JSONColumn.text($0.map { [$0.source, $0.path] }) }
    let those = "json_each(?) a CROSS JOIN documents d ON d.source = a.value ->> 0 AND d.path = a.value ->> 1"
    let statement = try database.cachedStatement(
      sql: """
        SELECT d.id, d.source, d.path, \(described.joined(separator: ", "))
        FROM \(asked == nil ? "documents d" : those) WHERE d.is_served
        """)
    let rows = try Row.fetchCursor(statement, arguments: asked.map { [$0] } ?? [])
    while let row = try rows.next() { try body(DescribedDocument(row, noting: leftOut)) }
  }
}

extension DocumentNumbers {
  /// The row ids of documents that a query of the same committed state returned.
  package init(of documents: some Sequence<DescribedDocument>) throws {
    self.init(json: try JSONColumn.text(documents.map(\.row).sorted()))
  }
}
