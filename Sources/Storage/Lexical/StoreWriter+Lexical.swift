internal import FreshetCorpus
internal import Foundation
internal import GRDB

/// Keeps the lexical index equal to the view `lexical_texts`: the texts of the passages that served documents contain.
extension StoreWriter {
  /// Notes a document, and all of its passages and headings. Call it before and after the document's placements change.
  func touch(_ document: Int64) throws {
    touched.documents.insert(document)
    let statement = try database.cachedStatement(sql: "SELECT chunk, heading FROM placements WHERE document = ?")
    let rows = try Row.fetchCursor(statement, arguments: [document])
    while let row = try rows.next() {
      touched.passages.insert(try row[0])
      if let headings = try row[1] as Int64? { touched.headings.insert(headings) }
    }
  }

  /// Adds the texts of the noted passages that are now served to the lexical index, and removes those of passages that
  /// are no longer served.
  ///
  /// Removes first and adds then, both in the order of row ids: FTS5 writes a segment whenever row ids descend.
  func indexTouchedPassages() throws {
    if touched.passages.isEmpty { return }
    let state = try database.cachedStatement(
      sql: """
        SELECT EXISTS (SELECT 1 FROM placements WHERE chunk = ?1), EXISTS (SELECT 1 FROM lexical_docsize WHERE id = ?1)
        """)
    var (left, came) = ([Int64](), [Int64]())
    for passage in touched.passages.sorted() {
      guard let row = try Row.fetchOne(state, arguments: [passage]) else { continue }
      switch (try row[0] as Bool, try row[1] as Bool) {
      case (true, false): came.append(passage)
      case (false, true): left.append(passage)
      default: break
      }
    }
    try removeFromIndex(left)
    try addToIndex(came)
  }

  private func addToIndex(_ passages: [Int64]) throws {
    let insert = try database.cachedStatement(
      sql: "INSERT INTO lexical (rowid, text) SELECT id, coalesce(spaced, text) FROM chunks WHERE id = ?")
    for passage in passages { try insert.execute(arguments: [passage]) }
  }

  /// FTS5 removes exactly the words of the text that this function passes. A damaged text may have other words than the
  /// index contains, so then SQLite makes the whole index anew.
  private func removeFromIndex(_ passages: [Int64]) throws {
    let find = try database.cachedStatement(sql: "SELECT address, text, spaced FROM chunks WHERE id = ?")
    let delete = try database.cachedStatement(
      sql: "INSERT INTO lexical (lexical, rowid, text) VALUES ('delete', ?, ?)")
    for passage in passages {
      guard let row = try Row.fetchOne(find, arguments: [passage]), let text = Self.indexedText(row) else {
        return try database.execute(sql: "INSERT INTO lexical (lexical) VALUES ('rebuild')")
      }
      try delete.execute(arguments: [passage, text])
    }
  }

  /// The text that the lexical index contains for a row of `chunks`; nil if the row is damaged.
  private static func indexedText(_ row: Row) -> String? {
    guard let address = row.checkedFingerprint(0), let text = row.checkedText(1), Fingerprint(hashing: text) == address
    else { return nil }
    let spaced = LexicalText.spaced(text)
    let isRight = spaced == nil ? row.hasNull(atIndex: 2) : row.checkedText(2) == spaced
    return isRight ? spaced ?? text : nil
  }
}
