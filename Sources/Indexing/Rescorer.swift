internal import FreshetKernels
internal import FreshetCorpus

/// Selects the best of the vectors that it considers, by the score that answers state.
///
/// It first scores candidates in float32, whose error γ_d is known. It scores those within γ_d of the last place again
/// in double, always in the same order of terms. So scores and ranks depend on the vectors alone, to the bit.
struct Rescorer {
  private let vectors: VectorTable
  let query: [Float]
  private var best: Best<Scored>
  /// The score of the last place; a vector with a lower score can't be among the best any more.
  private(set) var threshold = -Float.greatestFiniteMagnitude
  private let margin: Float
  private var rows: [UnsafePointer<Float>] = []
  private var scores: [Float] = []
  /// How many vectors were scored, for tests and benchmarks.
  private(set) var scored = 0

  private struct Scored {
    let slot: Int32
    let score: Float
  }

  init(_ vectors: VectorTable, limit: Int, query: UnitVector) {
    self.vectors = vectors
    self.query = query.components
    best = Best(limit: min(limit, vectors.count)) { one, other in
      one.score != other.score
        ? one.score > other.score : vectors.address(Int(one.slot)) < vectors.address(Int(other.slot))
    }
    let unit = Float(vectors.dimension) * 0x1p-24
    margin = 2 * unit / (1 - unit)
  }

  mutating func consider(_ slots: some Collection<UInt32>) {
    rows.removeAll(keepingCapacity: true)
    for slot in slots { rows.append(vectors.row(Int(slot))) }
    if scores.count < rows.count { scores = [Float](repeating: 0, count: max(rows.count, 256)) }
    SimilarityKernels.fastest.scores_of_rows(rows, rows.count, query, vectors.dimension, &scores)
    scored += rows.count
    var index = 0
    for slot in slots {
      if scores[index] >= threshold - margin { offer(Int(slot)) }
      index += 1
    }
  }

  /// Considers neighbouring slots by their scores, which are off by at most γ_d.
  mutating func consider(scores: UnsafeBufferPointer<Float>, from slot: Int, _ isWanted: (Int) -> Bool) {
    for (index, score) in scores.enumerated() where score >= threshold - margin && isWanted(slot + index) {
      offer(slot + index)
    }
  }

  private mutating func offer(_ slot: Int) {
    let score = SimilarityKernels.fastest.exact_score(vectors.row(slot), query, vectors.dimension)
    if score < threshold { return }
    best.offer(Scored(slot: Int32(slot), score: score))
    if let last = best.last { threshold = last.score }
  }

  var isFull: Bool { best.last != nil }

  /// How many slots there are. A slot number that was read from a damaged file can be greater.
  var slotCount: Int { vectors.slotCount }

  func neighbours() -> [Neighbour] {
    let found = best.sorted()
    for scored in found { vectors.check(Int(scored.slot)) }
    return found.map { Neighbour(address: vectors.address(Int($0.slot)), score: $0.score) }
  }
}
