internal import GRDB
internal import GRDBSQLite

/// The function of FTS5 with which Freshet reads the words of a question from the lexical index, all at once.
///
/// SQLite's own `bm25` goes through the passages of each word twice in every statement, and reads the length of each
/// passage that contains one. With this function a question goes through them once, and reads the lengths only of
/// passages that can be among the best.
enum LexicalFunctions {
  /// Adds the SQL function `freshet_postings` to a connection.
  static func add(to database: Database) throws {
    let api = try interface(of: database)
    let result = api.pointee.xCreateFunction(api, "freshet_postings", nil, postings, nil)
    guard result == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: result)) }
  }

  /// FTS5's interface for extensions. SQLite passes it through a pointer that is bound to a statement
  /// (https://www.sqlite.org/fts5.html#extending_fts5).
  private static func interface(of database: Database) throws -> UnsafeMutablePointer<fts5_api> {
    var (api, statement): (UnsafeMutablePointer<fts5_api>?, OpaquePointer?) = (nil, nil)
    defer { sqlite3_finalize(statement) }
    var result = sqlite3_prepare_v2(database.sqliteConnection, "SELECT fts5(?1)", -1, &statement, nil)
    if result == SQLITE_OK {
      result = withUnsafeMutablePointer(to: &api) { place in
        sqlite3_bind_pointer(statement, 1, place, "fts5_api_ptr", nil)
        return sqlite3_step(statement)
      }
    }
    guard result == SQLITE_ROW, let api else { throw DatabaseError(resultCode: ResultCode(rawValue: result)) }
    return api
  }

  private typealias Function =
    @convention(c) (
      UnsafePointer<Fts5ExtensionApi>?, OpaquePointer?, OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?
    ) -> Void
  private typealias Visitor =
    @convention(c) (
      UnsafePointer<Fts5ExtensionApi>?, OpaquePointer?, UnsafeMutableRawPointer?
    ) -> Int32

  /// `freshet_postings(lexical)`: the `LexicalPostings` of the query's phrases, as a blob, in any row.
  private static let postings: Function = { api, fts, context, _, _ in
    guard let api else { return }
    var (lists, result) = ([PostingList](), SQLITE_OK)
    for phrase in 0..<max(api.pointee.xPhraseCount(fts), 0) where result == SQLITE_OK {
      var list = PostingList()
      result = withUnsafeMutablePointer(to: &list) {
        api.pointee.xQueryPhrase(fts, phrase, $0, LexicalFunctions.visitor)
      }
      lists.append(list)
    }
    guard result == SQLITE_OK else { return sqlite3_result_error_code(context, result) }
    LexicalPostings(lists).blob.withUnsafeBytes {
      let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      sqlite3_result_blob64(context, $0.baseAddress, UInt64($0.count), copied)
    }
  }

  /// Adds the current row to the posting list that it is called with.
  private static let visitor: Visitor = { api, fts, list in
    guard let api, let list else { return SQLITE_MISUSE }
    var (iterator, column, offset, frequency) = (Fts5PhraseIter(), Int32(0), Int32(0), 0)
    let result = api.pointee.xPhraseFirst(fts, 0, &iterator, &column, &offset)
    guard result == SQLITE_OK else { return result }
    while column >= 0 {
      frequency += 1
      api.pointee.xPhraseNext(fts, &iterator, &column, &offset)
    }
    list.assumingMemoryBound(to: PostingList.self).pointee.append(api.pointee.xRowid(fts), frequency)
    return SQLITE_OK
  }
}
