internal import FreshetCorpus
internal import GRDB

/// The content that rows of a store refer to. Reads and decodes every reference, one kind after another.
///
/// `Garbage` finds unreachable content by SQL joins. This type doesn't use those joins, so a difference between the two
/// results reveals an error in one of them. Memory: 32 bytes, plus a set's overhead, for each passage and each version.
struct Reachability {
  private(set) var addresses: Set<ContentAddress> = []
  private(set) var revisions: Set<Revision> = []

  init(of reader: StoreReader) throws {
    for table in ["placements", "stand_ins"] {
      try reader.database.each("SELECT c.address FROM \(table) r JOIN chunks c ON c.id = r.chunk") {
        addresses.insert(ContentAddress(try $0.fingerprint(0)))
      }
    }
    try reader.database.each("SELECT address FROM awaited") {
      addresses.insert(ContentAddress(try $0.fingerprint(0)))
    }
    try reader.database.each("SELECT manifest FROM versions WHERE manifest IS NOT NULL") {
      addresses.formUnion(try JSONColumn.value([Placement].self, $0[0]).map(\.address))
    }
    try reader.database.each("SELECT revision FROM versions WHERE revision IS NOT NULL") {
      revisions.insert(Revision(try $0.fingerprint(0)))
    }
  }
}

extension Database {
  func each(_ sql: String, _ arguments: StatementArguments = [], _ body: (Row) throws -> Void) throws {
    let rows = try Row.fetchCursor(self, sql: sql, arguments: arguments)
    while let row = try rows.next() { try body(row) }
  }
}
