internal import FreshetKernels

/// A set of cells in the form that a search reads: bare memory, valid for the length of one call.
struct CellView {
  let width: Int
  let count: Int
  let rotation: Rotation
  let spots: UnsafePointer<CellSpot>
  let alphas: UnsafePointer<Float>
  let inverseSpreads: UnsafePointer<Float>
  /// By cell, how many entries it has, or how many that are admitted.
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
