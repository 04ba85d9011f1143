internal import FreshetKernels
internal import FreshetCorpus

/// Selects the vectors with the best exact scores among the candidates offered to it.
///
/// It first computes a candidate's score in float32, with a known error bound γ_d for d components. If this score is at
/// least the threshold (the last of the best so far) minus γ_d, it computes the exact score in double, always in the
/// same order of terms. So scores and ranks are bit-identical in every search of the same vectors.
struct Rescorer {
  private let vectors: VectorTable
  let query: [Float]
  private var best: Best<Scored>
  /// The score of the last of the best so far. A vector with a lower score can't be among the best.
  private(set) var threshold = -Float.greatestFiniteMagnitude
  private let margin: Float
  private var rows: [UnsafePointer<Float>] = []
  private var scores: [Float] = []
  /// The number of vectors scored, for tests and benchmarks.
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

  /// Scores the vectors in these slots, and keeps those that are among the best so far.
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

  /// Takes float32 scores of the vectors in consecutive slots, which have an error of at most γ_d, and keeps the best
  /// vectors by their exact scores. Only slots for which `isWanted` returns true count.
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

  /// The number of slots in the table of vectors. A slot number read from a damaged file can be out of range.
  var slotCount: Int { vectors.slotCount }

  func neighbours() -> [Neighbour] {
    let found = best.sorted()
    for scored in found { vectors.check(Int(scored.slot)) }
    return found.map { Neighbour(address: vectors.address(Int($0.slot)), score: $0.score) }
  }
}
