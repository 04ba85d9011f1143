internal import FreshetKernels

/// A fixed random rotation, applied to vectors before they are quantized. It spreads the variance evenly over all
/// components, so that few bits per component lose little accuracy, whatever the distribution of the vectors is.
///
/// The rotation pads vectors with zeros to a multiple of 64 components. Its random signs come from a fixed seed, so
/// that stored codes stay valid.
struct Rotation: Sendable {
  let dimension: Int
  /// The number of components after padding: `dimension` rounded up to a multiple of 64.
  let width: Int
  private let signs: [Float]

  init(dimension: Int) {
    precondition(dimension > 0 && dimension <= Int(FRESHET_WIDEST), "\(dimension) components")
    self.dimension = dimension
    width = (dimension + 63) / 64 * 64
    var random = SeededRandom(0x6672_6573_6865_7421)
    signs = (0..<freshet_rotation_rounds(width) * width).map { _ in random.next() & 1 == 0 ? 1 : -1 }
  }

  /// A bound on the norm of the rounding error of a rotated vector of norm 1.
  var error: Float {
    let length = width.nonzeroBitCount == 1 ? width : 1 << (Int.bitWidth - 1 - width.leadingZeroBitCount)
    return Float(freshet_rotation_rounds(width) * (length.trailingZeroBitCount + 2)) * 0x1p-24
  }

  /// Rotates `vector`, which has `dimension` floats, into `rotated`, which has `width` floats.
  func rotate(_ vector: UnsafePointer<Float>, into rotated: UnsafeMutablePointer<Float>) {
    rotated.update(from: vector, count: dimension)
    (rotated + dimension).update(repeating: 0, count: width - dimension)
    SimilarityKernels.fastest.rotate(rotated, signs, width)
  }
}
