internal import FreshetCorpus
internal import FreshetStorage

/// A question's search by words. It keeps what it has found, because a hybrid search asks for more and more.
struct WordSearch {
  private let query: LexicalQuery
  private let reader: StoreReader
  private let scope: SearchScope?
  private let most: Int
  private var found: (limit: Int, passages: [(ContentAddress, Double)]) = (0, [])
  private var relevance: [ContentAddress: Double] = [:]

  /// - Parameters:
  ///   - scope: the documents to search; nil for all.
  ///   - most: the number of passages up to which a search finds more than a caller asks for.
  init(of query: LexicalQuery, _ reader: StoreReader, _ scope: SearchScope?, most: Int) {
    self.query = query
    self.most = most
    self.reader = reader
    self.scope = scope
  }

  /// The `limit` most relevant passages, each with its relevance, best first.
  mutating func best(_ limit: Int) throws -> [(ContentAddress, Double)] {
    if limit > found.limit {
      // Some more cost little, and save the next search.
      let width = limit < most ? min(4 * limit, most) : limit
      found = (width, try reader.lexicalMatches(query, limit: width, among: scope?.numbers))
      relevance.merge(found.passages) { $1 }
    }
    return Array(found.passages.prefix(limit))
  }

  /// The relevance of each of the passages; 0 if a passage contains no word of the question.
  mutating func relevance(of addresses: some Collection<ContentAddress>) throws -> [ContentAddress: Double] {
    let missing = addresses.filter { relevance[$0] == nil }
    for address in missing { relevance[address] = 0 }
    relevance.merge(try reader.lexicalRelevance(of: missing, to: query, among: scope?.numbers)) { $1 }
    return Dictionary(addresses.map { ($0, relevance[$0] ?? 0) }) { first, _ in first }
  }
}
