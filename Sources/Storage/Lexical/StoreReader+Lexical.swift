package import FreshetCorpus
internal import Foundation
internal import GRDB

/// Finds passages by their words. `LexicalQuery` says what the relevance of a passage is: a number in 0 ... 1.
///
/// A passage matches if it contains any of the question's words. Every question is valid; these functions throw only if
/// the store can't be read. The rarity of a word refers to all served passages and documents, even if a search is
/// restricted to some documents. Of the documents that contain a passage, only the searched ones count.
extension StoreReader {
  /// Reads the words of `question` from the lexical index, and computes the relevance of all passages that contain any.
  ///
  /// - Complexity: O(*p* + *n*) for *p* postings of the question's first `LexicalWords.limit` different words, and *n*
  ///   served passages, whose lengths and places it reads once for a state of the store.
  package func lexicalQuery(_ question: String) throws -> LexicalQuery {
    let words = LexicalWords(of: question)
    if words.phrases.isEmpty { return .empty }
    let statement = try database.cachedStatement(
      sql: "SELECT freshet_postings(lexical) FROM lexical WHERE lexical MATCH ? LIMIT 1")
    let blob = try Data.fetchOne(statement, arguments: [words.phrases.joined(separator: " OR ")])
    guard let postings = blob.flatMap(LexicalPostings.init), !postings.isEmpty else { return .empty }
    return LexicalQuery(postings, words, in: try lexicalLayout())
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
    let matches = query.matches(among: try documents.map(rows))
    let wanted = min(limit, matches.count)
    var width = wanted
    while true {
      let best = Self.best(width, of: matches)
      let addresses = try addresses(of: best.map(\.row))
      let found = best.compactMap { row, relevance in addresses[row].map { ($0, relevance) } }
      if found.count >= wanted || width == matches.count {
        return Array(found.sorted(by: Self.isBetter).prefix(limit))
      }
      // Some of the best are damaged: the next ones replace them.
      width = min(max(wanted + best.count - found.count, width + 1), matches.count)
    }
  }

  /// Those of the passages at `addresses` that contain a word of the query and are in one of `documents` (nil: in any),
  /// each with its relevance, in no order.
  package func lexicalRelevance(
    of addresses: some Collection<ContentAddress>, to query: LexicalQuery, among documents: DocumentNumbers? = nil
  ) throws -> [(ContentAddress, Double)] {
    if query.isEmpty { return [] }
    var asked: [Int64: ContentAddress] = [:]
    try each(addresses, "SELECT c.id, asked.address FROM \(AddressList.chunks)") { row in
      asked[try row[0]] = ContentAddress(try row.fingerprint(1))
    }
    return query.relevances(of: asked.keys, among: try documents.map(rows)).compactMap { row, relevance in
      asked[row].map { ($0, relevance) }
    }
  }

  private static func isBetter(_ one: (ContentAddress, Double), _ other: (ContentAddress, Double)) -> Bool {
    one.1 != other.1 ? one.1 > other.1 : one.0 < other.0
  }

  /// The `count` most relevant matches, and some more: among them all that are as relevant as the last of these.
  ///
  /// - Complexity: O(*n*) for *n* matches.
  private static func best(_ count: Int, of matches: [LexicalQuery.Match]) -> [LexicalQuery.Match] {
    let bins = 4_096
    func bin(_ relevance: Double) -> Int { Int(relevance * Double(bins)) }
    var counts = [Int](repeating: 0, count: bins + 1)
    for match in matches { counts[bin(match.relevance)] += 1 }
    var (least, taken) = (bins, counts[bins])
    while taken < count, least > 0 {
      least -= 1
      taken += counts[least]
    }
    return matches.filter { bin($0.relevance) >= least }
  }

  private func addresses(of rows: some Sequence<Int64>) throws -> [Int64: ContentAddress] {
    var addresses: [Int64: ContentAddress] = [:]
    let statement = try database.cachedStatement(
      sql: "SELECT id, address FROM chunks WHERE id IN (SELECT value FROM json_each(?))")
    let list = "[" + rows.map { String($0) }.joined(separator: ",") + "]"
    let found = try Row.fetchCursor(statement, arguments: [list])
    while let row = try found.next() {
      let address = row.checkedFingerprint(1).map(ContentAddress.init)
      if address == nil { leftOut.note(.passage(try row[0])) }
      addresses[try row[0]] = address
    }
    return addresses
  }

  private func rows(of documents: DocumentNumbers) throws -> [Int64] {
    try Int64.fetchAll(database, sql: "SELECT value FROM json_each(?)", arguments: [documents.json])
  }
}
