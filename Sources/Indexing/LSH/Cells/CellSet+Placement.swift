internal import FreshetKernels

extension CellSet {
  /// The number of pivots nearest to a vector whose cells are candidates for its two cells.
  private static let nearest = 16

  /// Chooses two open cells for a vector: the cell of the nearest pivot, and the cell with the smallest loss as defined
  /// in the comment on `CellSet`.
  ///
  /// - Parameter y: the rotated vector, `width` floats of norm 1.
  /// - Returns: the numbers of the cells; the second is `none` if only one cell is open.
  func home(of y: UnsafePointer<Float>) -> (first: UInt32, second: UInt32) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: scoreCapacity) { scores in
      estimates(NibbleQuery(y, width: width), into: scores.baseAddress!)
      if closed > 0 { for cell in 0..<count where states[cell] != .open { scores[cell] = -.infinity } }
      return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.nearest) { places in
        var found = SimilarityKernels.fastest.greatest(scores.baseAddress!, count, Self.nearest, places.baseAddress!)
        while found > 0, scores[Int(places[found - 1])] == -.infinity { found -= 1 }
        return found < 2 ? (found == 0 ? 0 : places[0], Self.none) : pair(y, places.baseAddress!, found)
      }
    }
  }

  private func pair(
    _ y: UnsafePointer<Float>, _ candidates: UnsafePointer<UInt32>, _ count: Int
  ) -> (first: UInt32, second: UInt32) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: count) { rows in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * count + width) { memory in
        for index in 0..<count { rows[index] = pivot(Int(candidates[index])) }
        let scores = memory.baseAddress!
        let (across, beyond) = (scores + count, scores + 2 * count)
        let product = SimilarityKernels.fastest.scores_of_rows
        product(rows.baseAddress!, count, y, width, scores)
        var best = 0
        for index in 1..<count where scores[index] > scores[best] { best = index }
        let along = direction(of: y, beyond: rows[best], scores[best], into: beyond)
        product(rows.baseAddress!, count, beyond, width, across)
        var (second, least) = (0, Float.infinity)
        for index in 0..<count where index != best {
          let parallel = along - across[index]
          let loss = 2 - 2 * scores[index] + parallel * parallel
          if loss < least { (second, least) = (index, loss) }
        }
        return (candidates[best], candidates[second])
      }
    }
  }

  /// Computes the unit vector of y − <y, p> p, the part of y orthogonal to the pivot p, into `direction`. Returns the
  /// inner product of y and this unit vector.
  private func direction(
    of y: UnsafePointer<Float>, beyond pivot: UnsafePointer<Float>, _ score: Float,
    into direction: UnsafeMutablePointer<Float>
  ) -> Float {
    var (squares, along) = (Float(1e-12), Float(0))
    for index in 0..<width {
      direction[index] = y[index] - score * pivot[index]
      squares += direction[index] * direction[index]
    }
    let inverse = 1 / squares.squareRoot()
    for index in 0..<width {
      direction[index] *= inverse
      along += direction[index] * y[index]
    }
    return along
  }
}
