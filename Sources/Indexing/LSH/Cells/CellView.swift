internal import FreshetKernels

/// A `CellSet` as raw pointers, which a search reads fastest. Valid only during one call of `withView`.
struct CellView {
  let width: Int
  let count: Int
  let rotation: Rotation
  let spots: UnsafePointer<CellSpot>
  let alphas: UnsafePointer<Float>
  let inverseSpreads: UnsafePointer<Float>
  /// For each cell, the number of its entries; in a restricted search, of its admitted entries.
  let weights: UnsafePointer<Float>
}

extension CellSet {
  func withView<Result>(_ admitted: [Float]?, _ body: (CellView) -> Result) -> Result {
    spots.withUnsafeBufferPointer { spots in
      alphas.withUnsafeBufferPointer { alphas in
        inverseSpreads.withUnsafeBufferPointer { spreads in
          (admitted ?? weights).withUnsafeBufferPointer { weights in
            body(
              CellView(
                width: width, count: count, rotation: rotation, spots: spots.baseAddress!,  // there is always a cell
                alphas: alphas.baseAddress!, inverseSpreads: spreads.baseAddress!, weights: weights.baseAddress!))
          }
        }
      }
    }
  }
}
