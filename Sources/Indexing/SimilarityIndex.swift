public import FreshetCorpus

/// A passage near a question: its address, and the inner product of the two unit vectors.
public struct Neighbour: Hashable, Sendable {
  /// The passage whose vector was found.
  public let address: ContentAddress
  /// The cosine of the vector and the question's: from -1 to 1.
  public let score: Float

  /// A passage and its score.
  public init(address: ContentAddress, score: Float) {
    self.address = address
    self.score = score
  }

  /// Better first: higher score, then lower address, so that runs repeat.
  public static func isBetter(_ one: Neighbour, _ other: Neighbour) -> Bool {
    one.score != other.score ? one.score > other.score : one.address < other.address
  }
}

/// What a search found, and the estimated share of the true nearest neighbours in it.
public struct Neighbours: Hashable, Sendable {
  /// The neighbours that were found, best first; ties by address.
  public let found: [Neighbour]
  /// Estimated share of the true nearest neighbours among `found`; 1 when every vector was considered.
  public let recall: Double
  /// Whether every vector was considered, or proven to be farther.
  public let isExact: Bool

  /// The result of a search, with its recall from 0 to 1.
  public init(found: [Neighbour], recall: Double, isExact: Bool) {
    self.found = found
    self.recall = recall
    self.isExact = isExact
  }
}

/// Vectors of one space, by address, and which of them are nearest to a question.
///
/// A value: a copy is a snapshot that later changes of the original don't touch. Copies share memory, so that making
/// one costs little, and a change of either copies only what it touches.
public protocol SimilarityIndex: Sendable {
  /// The number of components of every vector.
  var dimension: Int { get }
  /// How many vectors the index holds.
  var count: Int { get }
  /// How much of the process's memory the index takes.
  var memory: IndexMemory { get }
  /// False once a part of the file that the index was opened from was found damaged: then its answers can't be relied
  /// upon.
  var isSound: Bool { get }

  /// Puts `vector` at `address`, in place of what was there.
  ///
  /// - Precondition: `vector.dimension == dimension`.
  mutating func insert(_ vector: UnitVector, at address: ContentAddress)

  /// Takes the vector at `address` away, if there is one.
  mutating func remove(_ address: ContentAddress)

  /// The `limit` vectors nearest to each query, best first, ties by address. If `admitted` is given, only its vectors
  /// count.
  ///
  /// - Precondition: each query has the index's dimension; `admitted` comes from this index as it is.
  func search(
    _ limit: Int, for queries: [UnitVector], recall: RecallTarget, among admitted: AdmittedSlots?
  ) -> [Neighbours]

  /// Whether the index holds a vector of this passage. O(1).
  func contains(_ address: ContentAddress) -> Bool

  /// The score that a search gives the vector at `address`, to the bit; nil if there is none.
  ///
  /// - Precondition: `query.dimension == dimension`.
  func score(of address: ContentAddress, to query: UnitVector) -> Float?

  /// The set of those of `addresses` that are in the index, for `search` over this very value.
  func admitting(_ addresses: some Sequence<ContentAddress>) -> AdmittedSlots

  /// Prepares for this many vectors.
  mutating func reserve(_ capacity: Int)

  /// Does one bounded step of the work that keeps searches fast after changes. No answer waits for it or needs it.
  ///
  /// - Returns: whether there is more to do.
  mutating func maintain() -> Bool
}

extension SimilarityIndex {
  /// The vectors nearest to `query`, with the recall that is asked for.
  public func search(
    _ limit: Int, for query: UnitVector, recall: RecallTarget = .exact, among admitted: AdmittedSlots? = nil
  ) -> Neighbours {
    search(limit, for: [query], recall: recall, among: admitted)[0]
  }

  /// The `limit` vectors nearest to `query`, exactly.
  public func nearest(_ limit: Int, to query: UnitVector) -> [Neighbour] {
    search(limit, for: query).found
  }

  /// The `limit` vectors nearest to each question, exactly.
  public func nearest(_ limit: Int, to queries: [UnitVector]) -> [[Neighbour]] {
    search(limit, for: queries, recall: .exact, among: nil).map(\.found)
  }
}

/// The slots that a search may answer from, in one state of one index.
public struct AdmittedSlots: Sendable {
  let bits: [UInt64]
  let count: Int
  /// By cell, how many entries are admitted; nil for an index without cells.
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

/// How many bytes an index takes.
public struct IndexMemory: Hashable, Sendable {
  /// The float32 components.
  public let vectors: Int
  /// Addresses, and the table that finds them.
  public let keys: Int
  /// Codes, cells, pivots.
  public let codes: Int
}
