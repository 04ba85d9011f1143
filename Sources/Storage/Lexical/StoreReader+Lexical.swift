package import FreshetCorpus
internal import Foundation
internal import GRDB

/// Finds passages by their words. The relevance of a passage is its BM25 score divided by the highest possible score: a
/// number in 0 ..< 1.
///
/// A passage matches if it contains any of the question's words. Every question is valid; these functions throw only if
/// the store can't be read. The rarity of a word refers to all served passages, even if a search is restricted to some
/// documents.
extension StoreReader {
  /// Reads the words of `question` from the lexical index.
  ///
  /// - Complexity: O(*p*) for *p* postings of the question's first `LexicalWords.limit` words.
  package func lexicalQuery(_ question: String) throws -> LexicalQuery {
    let phrases = LexicalWords(of: question).phrases
    if phrases.isEmpty { return LexicalQuery(nil) }
    let statement = try database.cachedStatement(
      sql: "SELECT freshet_postings(lexical) FROM lexical WHERE lexical MATCH ? LIMIT 1")
    let blob = try Data.fetchOne(statement, arguments: [phrases.joined(separator: " OR ")])
    return LexicalQuery(blob.flatMap(LexicalPostings.init))
  }

  /// The `limit` most relevant passages that contain a word of `question`, each with its relevance, best first.
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
    guard limit > 0, !query.isEmpty else { return [] }
    let candidates = query.candidates(among: try documents.map(passageRows))
    let wanted = min(limit, candidates.count)
    var width = wanted
    while true {
      let scores = try best(width, of: candidates, query)
      let addresses = try addresses(of: scores.keys)
      let found = scores.compactMap { row, score in addresses[row].map { ($0, query.relevance(score)) } }
      if found.count >= wanted || width == candidates.count {
        return Array(found.sorted(by: Self.isBetter).prefix(limit))
      }
      // Some of the best are damaged: the next ones replace them.
      width = min(max(wanted + scores.count - found.count, width + 1), candidates.count)
    }
  }

  /// Those of the passages at `addresses` that contain a word of the query, each with its relevance, in no order.
  package func lexicalRelevance(
    of addresses: some Collection<ContentAddress>, to query: LexicalQuery
  ) throws -> [(ContentAddress, Double)] {
    if query.isEmpty { return [] }
    var (asked, lengths) = ([Int64: ContentAddress](), [(row: Int64, length: Int)]())
    let sql = "SELECT l.id, l.sz, asked.address FROM \(AddressList.chunks) JOIN lexical_docsize l ON l.id = c.id"
    try each(addresses, sql) { row in
      guard let length = Self.length(row) else { return }
      asked[length.row] = ContentAddress(try row.fingerprint(2))
      lengths.append(length)
    }
    return query.scores(of: lengths.sorted { $0.row < $1.row }).compactMap { row, score in
      asked[row].map { ($0, query.relevance(score)) }
    }
  }

  private static func isBetter(_ one: (ContentAddress, Double), _ other: (ContentAddress, Double)) -> Bool {
    one.1 != other.1 ? one.1 > other.1 : one.0 < other.0
  }

  /// The scores of the `count` candidates with the highest scores, and of all with the same score as the last of them.
  ///
  /// Computes scores in the order of their bounds, and stops when no bound reaches the last of the best (after Fagin,
  /// Lotem and Naor, "Optimal aggregation algorithms for middleware", 2003).
  private func best(
    _ count: Int, of candidates: [LexicalQuery.Candidate], _ query: LexicalQuery
  ) throws -> [Int64: Double] {
    var (scores, rest, step, least) = ([Int64: Double](), candidates, 4 * count + 512, -Double.infinity)
    while !rest.isEmpty {
      let cut = Self.bound(ofAbout: step, rest)
      // A damaged index may yield bounds that aren't numbers, so that no comparison is true of them.
      let passages = try lengths(of: rest.filter { !($0.bound < cut) }.map(\.row))
      scores.merge(query.scores(of: passages)) { $1 }
      if scores.count >= count { least = scores.values.sorted(by: >)[count - 1] }
      rest.removeAll { !($0.bound < cut) || $0.bound < least }
      step *= 16
    }
    return scores.filter { $0.value >= least }
  }

  /// A bound that about `count` of the candidates reach, judged by a sample.
  private static func bound(ofAbout count: Int, _ candidates: [LexicalQuery.Candidate]) -> Double {
    if candidates.count <= 4 * count { return -.infinity }
    let step = candidates.count / 1_024 + 1
    let sample = stride(from: 0, to: candidates.count, by: step).map { candidates[$0].bound }.sorted(by: >)
    return sample[min(count / step, sample.count - 1)]
  }

  /// The numbers of words of passages, in the order of rows. Omits passages whose length the index has lost.
  private func lengths(of rows: some Sequence<Int64>) throws -> [(row: Int64, length: Int)] {
    var lengths: [(row: Int64, length: Int)] = []
    try each(rows, "SELECT id, sz FROM lexical_docsize") { row in
      if let length = Self.length(row) { lengths.append(length) }
    }
    return lengths.sorted { $0.row < $1.row }
  }

  /// The number of words in a row of `lexical_docsize`. FTS5 keeps it as an integer of variable length, one for each
  /// column (https://www.sqlite.org/fts5.html, "The %_docsize table").
  private static func length(_ row: Row) -> (row: Int64, length: Int)? {
    guard let number = row.checkedInteger(0), let bytes = row.checkedBytes(1),
      let length = VariableInteger.first(in: bytes)
    else { return nil }
    return (number, length)
  }

  private func addresses(of rows: some Sequence<Int64>) throws -> [Int64: ContentAddress] {
    var addresses: [Int64: ContentAddress] = [:]
    try each(rows, "SELECT id, address FROM chunks") { row in
      let address = row.checkedFingerprint(1).map(ContentAddress.init)
      if address == nil { leftOut.note(.passage(try row[0])) }
      addresses[try row[0]] = address
    }
    return addresses
  }

  /// Calls `body` for the rows of a table with these row numbers.
  private func each(_ rows: some Sequence<Int64>, _ select: String, _ body: (Row) throws -> Void) throws {
    let statement = try database.cachedStatement(sql: "\(select) WHERE id IN (SELECT value FROM json_each(?))")
    let list = "[" + rows.map { String($0) }.joined(separator: ",") + "]"
    let found = try Row.fetchCursor(statement, arguments: [list])
    while let row = try found.next() { try body(row) }
  }

  /// The rows of the passages of documents, in order.
  private func passageRows(of documents: DocumentNumbers) throws -> [Int64] {
    try Int64.fetchAll(
      database,
      sql: """
        SELECT DISTINCT p.chunk FROM json_each(?) n JOIN placements p ON p.document = n.value ORDER BY p.chunk
        """, arguments: [documents.json])
  }
}
