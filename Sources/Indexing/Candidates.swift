/// The rows that may be among the best `limit`, by scores that are off by at most a rounding bound.
///
/// For unit vectors a float32 sum of d products, in any order, is off by at most γ_d = d·u / (1 − d·u), u = 2⁻²⁴
/// (Higham 2002, section 3.1). A row further than 2γ_d below the `limit`th best score can't be among the best.
///
/// - Complexity: O(n + c · log limit) for c rows that beat the threshold of their time; c is about limit · ln n in random order.
struct Candidates {
  private let margin: Float
  private var best: Best<Float>
  /// The least score that may still be among the best.
  private var threshold = -Float.infinity
  private var entries: [(slot: Int, score: Float)] = []

  init(limit: Int, dimension: Int) {
    let unit = Float(dimension) * 0x1p-24
    margin = 2 * unit / (1 - unit)
    best = Best(limit: limit, by: >)
  }

  /// Scores of neighbouring rows, the first of them in `slot`.
  mutating func offer(_ scores: some Collection<Float>, from slot: Int) {
    var slot = slot
    for score in scores {
      if score >= threshold {
        entries.append((slot, score))
        best.offer(score)
        threshold = best.last.map { $0 - margin } ?? -.infinity
      }
      slot += 1
    }
  }

  var slots: [Int] {
    entries.filter { $0.score >= threshold }.map(\.slot)
  }
}
