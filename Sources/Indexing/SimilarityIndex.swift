package import Corpus

/// A passage near a question: its address, and the inner product of the two unit vectors.
package struct Neighbour: Hashable, Sendable {
  package let address: ContentAddress
  package let score: Float

  package init(address: ContentAddress, score: Float) {
    self.address = address
    self.score = score
  }

  /// Better first: higher score, then lower address, so that runs repeat.
  package static func isBetter(_ one: Neighbour, _ other: Neighbour) -> Bool {
    one.score != other.score ? one.score > other.score : one.address < other.address
  }
}

/// Vectors of one space, by address, and which of them are nearest to a question.
///
/// A value: a copy is a snapshot that later changes of the original don't touch.
package protocol SimilarityIndex: Sendable {
  var dimension: Int { get }
  var count: Int { get }

  /// Estimated share of the true nearest neighbours that a search returns; 1 when it can't miss.
  var recall: Double { get }

  /// Puts `vector` at `address`, in place of what was there.
  ///
  /// - Precondition: `vector.dimension == dimension`.
  mutating func insert(_ vector: UnitVector, at address: ContentAddress)

  /// Takes the vector at `address` away, if there is one.
  mutating func remove(_ address: ContentAddress)

  /// The `limit` nearest to `query`, best first; ties break by address.
  func nearest(_ limit: Int, to query: UnitVector) -> [Neighbour]

  /// The same for many queries at once, in their order.
  func nearest(_ limit: Int, to queries: [UnitVector]) -> [[Neighbour]]

  /// The score that a search gives the vector at `address`, to the bit; nil if there is none.
  ///
  /// - Precondition: `query.dimension == dimension`.
  func score(of address: ContentAddress, to query: UnitVector) -> Float?
}
