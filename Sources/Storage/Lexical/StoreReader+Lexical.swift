package import FreshetCorpus
internal import Foundation
internal import GRDB

/// Finds passages by their words. The relevance of a passage is its BM25 score divided by the highest possible score: a
/// number in 0 ..< 1.
///
/// A passage matches if it contains any of the question's words. Every question is valid; these functions throw only if
/// the store can't be read. The rarity of a word refers to all passages, even if a search is restricted to some
/// documents.
extension StoreReader {
  /// Computes the weight of each word of `question`: the rarer, the heavier.
  ///
  /// - Complexity: reads the index entries of the question's first `LexicalWords.limit` words.
  package func lexicalQuery(_ question: String) throws -> LexicalQuery {
    let passages = try Int.fetchOne(database, sql: "SELECT count(*) FROM lexical_docsize") ?? 0
    let holding = try database.cachedStatement(sql: "SELECT count(*) FROM lexical WHERE lexical MATCH ?")
    return try LexicalQuery(LexicalWords(of: question), passages: passages) { phrase in
      try Int.fetchOne(holding, arguments: [phrase]) ?? 0
    }
  }

  /// The `limit` most relevant served passages that contain a word of `question`, each with its relevance, best first.
  /// Passages of equal relevance are in the order of addresses. If `documents` isn't nil, searches only the passages of
  /// these documents.
  package func lexicalMatches(
    _ question: String, limit: Int, among documents: DocumentNumbers? = nil
  ) throws -> [(ContentAddress, Double)] {
    try lexicalMatches(lexicalQuery(question), limit: limit, among: documents)
  }

  package func lexicalMatches(
    _ query: LexicalQuery, limit: Int, among documents: DocumentNumbers? = nil
  ) throws -> [(ContentAddress, Double)] {
    guard limit > 0, let searched = query.searched, let pattern = query.pattern else { return [] }
    let limit = min(limit, .max >> 8)
    let candidates = try best(limit + Self.spareMatches, matching: searched, among: documents)
    if candidates.count < limit, searched != pattern {
      return try best(limit, matching: pattern, among: documents).map { ($0.0, query.relevance($0.1)) }
    }
    let matches = try lexicalRelevance(of: candidates.map(\.0), to: query)
    return Array(matches.sorted(by: Self.isBetter).prefix(limit))
  }

  /// Those of the passages at `addresses` that contain a word of the query, each with its relevance, in no order.
  package func lexicalRelevance(
    of addresses: some Sequence<ContentAddress>, to query: LexicalQuery
  ) throws -> [(ContentAddress, Double)] {
    guard let pattern = query.pattern else { return [] }
    let numbers = try numbers(of: addresses)
    // The unary plus before `rowid` makes SQLite scan the matches once. Without it, SQLite would repeat the search for
    // each requested row.
    let statement = try database.cachedStatement(
      sql: """
        SELECT rowid, -bm25(lexical) FROM lexical
        WHERE lexical MATCH ? AND +rowid IN (SELECT value FROM json_each(?))
        """)
    let rows = try Row.fetchCursor(statement, arguments: [pattern, JSONColumn.text(numbers.keys.sorted())])
    return try Array(
      rows.compactMap { row in try numbers[row[0]].map { ($0, query.relevance(try row[1])) } })
  }

  /// The number of matches to read beyond the requested limit. Some matches aren't served, and the commonest words,
  /// which the first search omits, may change the order.
  private static let spareMatches = 32

  private static func isBetter(_ one: (ContentAddress, Double), _ other: (ContentAddress, Double)) -> Bool {
    one.1 != other.1 ? one.1 > other.1 : one.0 < other.0
  }

  /// The `limit` served passages with the highest BM25 scores, each with its score, best first. Passages of equal score
  /// are in the order of addresses.
  private func best(
    _ limit: Int, matching pattern: String, among documents: DocumentNumbers?
  ) throws -> [(ContentAddress, Double)] {
    var width = limit + Self.spareMatches
    while true {
      let (served, isComplete) = try matches(pattern, width: width, among: documents)
      if isComplete || served.count >= limit { return Array(served.sorted(by: Self.isBetter).prefix(limit)) }
      width *= 4
    }
  }

  /// The served passages among the `width` best matches, with their BM25 scores. `isComplete` is true if fewer than
  /// `width` passages match, so that no match is missing.
  ///
  /// If `width` or more passages match, the result omits all passages with the lowest score that was found. Of several
  /// passages with that score, only their row numbers decide which are among the `width`.
  private func matches(
    _ pattern: String, width: Int, among documents: DocumentNumbers?
  ) throws -> (served: [(ContentAddress, Double)], isComplete: Bool) {
    let restriction = documents.map { _ in
      "AND +rowid IN (SELECT p.chunk FROM json_each(:documents) n JOIN placements p ON p.document = n.value)"
    }
    let statement = try database.cachedStatement(
      sql: """
        SELECT c.address, best.score, EXISTS (
          SELECT 1 FROM placements p JOIN documents d ON d.id = p.document WHERE p.chunk = c.id AND d.is_served), c.id
        FROM (
          SELECT rowid AS id, -bm25(lexical) AS score FROM lexical WHERE lexical MATCH :pattern \(restriction ?? "")
          ORDER BY score DESC LIMIT :width
        ) best JOIN chunks c ON c.id = best.id
        """)
    var arguments: StatementArguments = ["pattern": pattern, "width": width]
    if let documents { arguments += ["documents": documents.json] }
    let rows = try Row.fetchAll(statement, arguments: arguments)
    let last = rows.count < width ? -.infinity : try rows.map { try $0[1] as Double }.min() ?? -.infinity
    let served = try rows.filter { try $0[2] && $0[1] > last }.compactMap { row in
      let address = row.checkedFingerprint(0).map(ContentAddress.init)
      if address == nil { leftOut.note(.passage(try row[3])) }
      return try address.map { ($0, try row[1] as Double) }
    }
    return (served, rows.count < width)
  }

  private func numbers(of addresses: some Sequence<ContentAddress>) throws -> [Int64: ContentAddress] {
    let statement = try database.cachedStatement(sql: "SELECT id FROM chunks WHERE address = ?")
    var numbers: [Int64: ContentAddress] = [:]
    for address in addresses {
      if let number = try Int64.fetchOne(statement, arguments: [address.fingerprint.column]) {
        numbers[number] = address
      }
    }
    return numbers
  }
}
