public import FreshetCorpus

/// A passage that a search found: its address, and the similarity of its vector and the question's.
public struct Neighbour: Hashable, Sendable {
  /// The address (hash) of the passage's text.
  public let address: ContentAddress
  /// The cosine similarity of the passage's vector and the question's, from -1 to 1.
  public let score: Float

  /// Makes a neighbour from an address and a score.
  public init(address: ContentAddress, score: Float) {
    self.address = address
    self.score = score
  }

  /// Returns whether `one` ranks before `other`: by higher score, then by lower address, so that results are
  /// reproducible.
  public static func isBetter(_ one: Neighbour, _ other: Neighbour) -> Bool {
    one.score != other.score ? one.score > other.score : one.address < other.address
  }
}

/// The result of a search for nearest neighbours, with its estimated recall.
public struct Neighbours: Hashable, Sendable {
  /// The neighbours found, best first; equal scores in order of address.
  public let found: [Neighbour]
  /// The estimated share of the true nearest neighbours that `found` contains, from 0 to 1; 1 if the search was exact.
  public let recall: Double
  /// Whether the search was exact: every vector was scored, or proven to be farther than those found.
  public let isExact: Bool

  /// Makes a result. `recall` is from 0 to 1.
  public init(found: [Neighbour], recall: Double, isExact: Bool) {
    self.found = found
    self.recall = recall
    self.isExact = isExact
  }
}

/// An index of the vectors of one embedding space, which finds the vectors nearest to a question. Vectors are
/// identified by the address (hash) of their text.
///
/// An index has value semantics: a copy is a snapshot that later changes of the original don't affect. Copies are cheap
/// because they share memory; a change copies only the pages that it affects.
public protocol SimilarityIndex: Sendable {
  /// The number of components of every vector.
  var dimension: Int { get }
  /// The number of vectors in the index.
  var count: Int { get }
  /// How many bytes of the process's memory the index uses.
  var memory: IndexMemory { get }
  /// Whether the index is intact. False once damage was detected in the file that the index was opened from: then its
  /// results are unreliable.
  var isSound: Bool { get }

  /// Adds `vector` under `address`, replacing an earlier vector with this address.
  ///
  /// - Precondition: `vector.dimension == dimension`.
  mutating func insert(_ vector: UnitVector, at address: ContentAddress)

  /// Removes the vector with this address, if there is one.
  mutating func remove(_ address: ContentAddress)

  /// Returns for each query the `limit` nearest vectors, best first, equal scores in order of address.
  ///
  /// - Parameters:
  ///   - limit: the maximum number of neighbours for each query.
  ///   - queries: the query vectors.
  ///   - recall: the share of the true neighbours that the search must find.
  ///   - admitted: the vectors to search; nil for all.
  /// - Precondition: each query has the index's dimension. `admitted` was made by `admitting` of this index, and the
  ///   index hasn't changed since.
  func search(
    _ limit: Int, for queries: [UnitVector], recall: RecallTarget, among admitted: AdmittedSlots?
  ) -> [Neighbours]

  /// Returns whether the index has a vector with this address. Takes O(1).
  func contains(_ address: ContentAddress) -> Bool

  /// Returns the score of the vector with this address, bit-identical to that of a search; nil if there is no such
  /// vector.
  ///
  /// - Precondition: `query.dimension == dimension`.
  func score(of address: ContentAddress, to query: UnitVector) -> Float?

  /// Returns the set of those of `addresses` that are in the index, to restrict a `search` of this index. The set
  /// becomes invalid when the index changes.
  func admitting(_ addresses: some Sequence<ContentAddress>) -> AdmittedSlots

  /// Tells the index how many vectors it will contain, so that it can prepare for them. Inserts nothing.
  mutating func reserve(_ capacity: Int)

  /// Performs one bounded step of maintenance, which keeps searches fast after changes. Results are correct without it.
  ///
  /// - Returns: true if there may be more to do.
  mutating func maintain() -> Bool
}

extension SimilarityIndex {
  /// Returns the `limit` vectors nearest to `query`, with at least the given recall, and only those in `admitted` if
  /// that isn't nil.
  public func search(
    _ limit: Int, for query: UnitVector, recall: RecallTarget = .exact, among admitted: AdmittedSlots? = nil
  ) -> Neighbours {
    search(limit, for: [query], recall: recall, among: admitted)[0]
  }

  /// Returns the `limit` vectors nearest to `query`, by an exact search.
  public func nearest(_ limit: Int, to query: UnitVector) -> [Neighbour] {
    search(limit, for: query).found
  }

  /// Returns the `limit` vectors nearest to each query, by an exact search.
  public func nearest(_ limit: Int, to queries: [UnitVector]) -> [[Neighbour]] {
    search(limit, for: queries, recall: .exact, among: nil).map(\.found)
  }
}

/// A set of vectors of one index, to restrict a search of this index to them. `SimilarityIndex.admitting` makes it; it
/// becomes invalid when the index changes.
public struct AdmittedSlots: Sendable {
  let bits: [UInt64]
  let count: Int
  /// For each cell of the index, the number of admitted entries; nil for an index without cells.
  let weights: [Float]?

  init(_ slots: some Sequence<Int>, slotCount: Int, weights: [Float]? = nil) {
    self.weights = weights
    var bits = [UInt64](repeating: 0, count: (slotCount + 63) / 64)
    for slot in slots { bits[slot >> 6] |= 1 << UInt64(slot & 63) }
    self.bits = bits
    count = bits.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  @inline(__always)
  func contains(_ slot: Int) -> Bool { bits[slot >> 6] >> UInt64(slot & 63) & 1 == 1 }

  var slots: [Int] {
    bits.indices.flatMap { word in (0..<64).filter { bits[word] >> UInt64($0) & 1 == 1 }.map { 64 * word + $0 } }
  }
}

/// The memory that an index uses, in bytes.
public struct IndexMemory: Hashable, Sendable {
  /// The bytes of the float32 vectors.
  public let vectors: Int
  /// The bytes of the addresses and of the hash table that maps them to vectors.
  public let keys: Int
  /// The bytes of everything else that makes searches fast, such as quantized codes, cells and pivots.
  public let codes: Int
}
