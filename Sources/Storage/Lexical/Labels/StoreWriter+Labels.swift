internal import GRDB

/// Keeps the tables `labels` and `headings` equal to what served documents are called and to the headings in them.
/// Triggers on the two tables keep their rows in the lexical index.
extension StoreWriter {
  /// Brings `labels` and `headings` up to date for the noted rows, in the order of row ids: FTS5 writes a segment
  /// whenever row ids descend.
  func indexTouchedLabels() throws {
    try forgetUnusedHeadings()
    let find = try database.cachedStatement(
      sql: "SELECT path, title, metadata, attributes FROM documents WHERE id = ? AND is_served")
    let keep = try database.cachedStatement(
      sql: """
        INSERT INTO labels (document, words) VALUES (?, ?)
        ON CONFLICT (document) DO UPDATE SET words = excluded.words WHERE words <> excluded.words
        """)
    let forget = try database.cachedStatement(sql: "DELETE FROM labels WHERE document = ?")
    for document in touched.documents.sorted() {
      guard let row = try Row.fetchOne(find, arguments: [document]) else {
        try forget.execute(arguments: [document])
        continue
      }
      let words = LabelWords.ofDocument(
        path: try row[0], title: row.checkedText(1), metadata: row.checkedText(2), attributes: row.checkedText(3))
      try keep.execute(arguments: [document, words])
    }
  }

  private func forgetUnusedHeadings() throws {
    let forget = try database.cachedStatement(
      sql: "DELETE FROM headings WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM placements WHERE heading = ?1)")
    for headings in touched.headings.sorted() { try forget.execute(arguments: [headings]) }
  }

  /// The row of these headings in `headings`, which this function adds if there is none; nil if there are no headings.
  ///
  /// - Parameter column: as in `placements.headings`, in JSON.
  func headingsRow(_ column: String) throws -> Int64? {
    if column == "[]" { return nil }
    let find = try database.cachedStatement(sql: "SELECT id FROM headings WHERE path = ?")
    if let known = try Int64.fetchOne(find, arguments: [column]) { return known }
    guard let words = LabelWords.ofHeadings(column) else { return nil }
    let add = try database.cachedStatement(sql: "INSERT INTO headings (path, words) VALUES (?, ?)")
    try add.execute(arguments: [column, words])
    return database.lastInsertedRowID
  }
}
