internal import FreshetKernels

/// A query in the form that the kernels for 4-bit codes need: rotated, quantized to 8-bit integers, with a bound on the
/// quantization error.
final class NibbleQuery {
  let codes: UnsafeMutablePointer<Int8>
  private(set) var kernel: freshet_nibble_query

  /// - Parameters:
  ///   - rotated: the rotated query, `width` floats.
  ///   - width: the number of components after rotation.
  ///   - base: the inner product of the query and the codes' centre, which is added to each estimate.
  ///   - slack: a bound on all rounding errors except those of the codes; see `NibbleCodes`.
  ///   - greatest: a bound on the norm of every coded vector.
  init(_ rotated: UnsafePointer<Float>, width: Int, base: Float = 0, slack: Float = 0, greatest: Float = 1) {
    codes = UnsafeMutableRawPointer.allocate(byteCount: width, alignment: 64).bindMemory(to: Int8.self, capacity: width)
    var rest: Float = 0
    let scale = freshet_quantize_query(rotated, width, codes, &rest)
    var (sum, squares) = (0, 0.0)
    for index in 0..<width {
      sum += Int(codes[index])
      squares += Double(rotated[index]) * Double(rotated[index])
    }
    kernel = freshet_nibble_query(
      codes: UnsafePointer(codes), scale: scale, offset: 7.5 * Float(sum), base: base,
      norm: Float(squares.squareRoot()) * (1 + 0x1p-20), slack: slack + rest * greatest)
  }

  deinit { codes.deallocate() }
}
