internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Collects everything that a store contains of a document before the document is erased: the addresses of its
/// passages, its revisions, and words such as titles.
struct DocumentTraces {
  private(set) var addresses: Set<ContentAddress> = []
  /// Titles, headings, columns of tables, metadata, values of fields, and tags. Omits the names of fields that programs
  /// set, because the store records the removal of a field under its name.
  private(set) var words: Set<String> = []
  private(set) var revisions: Set<Revision> = []

  /// Collects the traces of the document in the row `row` of the table `documents`.
  init(of row: Int64, in reader: StoreReader) throws {
    try readPlaces(row, reader)
    try readVersions(row, reader)
    let attributes = "SELECT title, metadata, attributes FROM documents WHERE id = ?"
    try reader.database.each(attributes, [row]) { row in
      if let title = try row[0] as String? { words.insert(title) }
      add(fields: try JSONColumn.value([String: String].self, row[1]))
      let attributes = try AttributesColumn.value(row[2])
      add(fields: attributes.values)
      words.formUnion(attributes.tags.keys)
      words.subtract(attributes.fields.keys)
    }
  }

  private mutating func readPlaces(_ row: Int64, _ reader: StoreReader) throws {
    let places = """
      SELECT c.address, p.headings, coalesce(p.columns, '[]')
      FROM placements p JOIN chunks c ON c.id = p.chunk WHERE p.document = ?
      """
    try reader.database.each(places, [row]) {
      addresses.insert(ContentAddress(try $0.fingerprint(0)))
      for list in 1...2 { words.formUnion(try JSONColumn.value([String].self, $0[list])) }
    }
    let standIns = "SELECT c.address FROM stand_ins i JOIN chunks c ON c.id = i.chunk WHERE i.document = ?"
    try reader.database.each(standIns, [row]) { addresses.insert(ContentAddress(try $0.fingerprint(0))) }
  }

  private mutating func readVersions(_ row: Int64, _ reader: StoreReader) throws {
    let versions =
      "SELECT revision, title, metadata, manifest FROM versions WHERE document = ? AND revision IS NOT NULL"
    try reader.database.each(versions, [row]) { row in
      revisions.insert(Revision(try row.fingerprint(0)))
      if let title = try row[1] as String? { words.insert(title) }
      if let metadata = try row[2] as String? { add(fields: try JSONColumn.value([String: String].self, metadata)) }
      guard let manifest = try row[3] as String? else { return }
      for placement in try JSONColumn.value([Placement].self, manifest) {
        addresses.insert(placement.address)
        words.formUnion(placement.headingPath + placement.columns)
      }
    }
  }

  private mutating func add(fields: [String: String]) {
    words.formUnion(fields.keys)
    words.formUnion(fields.values)
  }

  /// The stored bytes of each passage, by address: its text, its text in the form of the lexical index, and its
  /// vectors.
  func passages(in reader: StoreReader) throws -> [ContentAddress: [[UInt8]]] {
    var passages: [ContentAddress: [[UInt8]]] = [:]
    for address in addresses {
      let column = address.fingerprint.column
      try reader.database.each("SELECT text, spaced FROM chunks WHERE address = ?", [column]) { row in
        passages[address, default: []] += try [row[0] as String?, row[1]].compactMap { $0.map { Array($0.utf8) } }
      }
      try reader.database.each("SELECT components FROM vectors WHERE address = ?", [column]) { row in
        passages[address, default: []].append([UInt8](try row[0] as Data))
      }
    }
    return passages
  }

  func blobs(in reader: StoreReader) throws -> [Revision: [UInt8]] {
    var blobs: [Revision: [UInt8]] = [:]
    for revision in revisions {
      let bytes = "SELECT bytes FROM blobs WHERE revision = ?"
      try reader.database.each(bytes, [revision.fingerprint.column]) { blobs[revision] = [UInt8](try $0[0] as Data) }
    }
    return blobs
  }
}
