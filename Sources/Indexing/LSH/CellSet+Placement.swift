internal import CKernels

extension CellSet {
  /// So many of the nearest pivots are looked at for the two cells.
  private static let nearest = 24

  /// The two cells of a vector: see the type.  y: width floats, rotated, of norm 1.
  func home(of y: UnsafePointer<Float>) -> (first: UInt32, second: UInt32) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: scoreCapacity) { scores in
      estimates(NibbleQuery(y, width: width), into: scores.baseAddress!)
      for cell in 0..<count where states[cell] != .open { scores[cell] = -.infinity }
      return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.nearest) { places in
        let found = freshet_greatest(scores.baseAddress!, count, Self.nearest, places.baseAddress!)
        let open = places[..<found].filter { states[Int($0)] == .open }
        return open.count < 2 ? (open.first ?? 0, Self.none) : pair(y, open)
      }
    }
  }

  private func pair(_ y: UnsafePointer<Float>, _ candidates: [UInt32]) -> (first: UInt32, second: UInt32) {
    let rows = candidates.map { pivot(Int($0)) }
    var scores = [Float](repeating: 0, count: rows.count)
    SimilarityKernels.fastest.scores_of_rows(rows, rows.count, y, width, &scores)
    let best = scores.indices.max { scores[$0] < scores[$1] }!  // there are at least two
    var across = [Float](repeating: 0, count: rows.count)
    var along: Float = 0
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { beyond in
      var squares: Float = 1e-12
      for index in 0..<width {
        beyond[index] = y[index] - scores[best] * rows[best][index]
        squares += beyond[index] * beyond[index]
      }
      let inverse = 1 / squares.squareRoot()
      for index in 0..<width {
        beyond[index] *= inverse
        along += beyond[index] * y[index]
      }
      SimilarityKernels.fastest.scores_of_rows(rows, rows.count, beyond.baseAddress!, width, &across)
    }
    func loss(_ index: Int) -> Float {
      let parallel = along - across[index]
      return 2 - 2 * scores[index] + parallel * parallel
    }
    let second = scores.indices.filter { $0 != best }.min { loss($0) < loss($1) }!  // at least one is left
    return (candidates[best], candidates[second])
  }
}
