internal import FreshetKernels

/// A query in the form that the nibble kernels take: rotated, as 8-bit integers, with a bound of what their rounding
/// may cost.
final class NibbleQuery {
  let codes: UnsafeMutablePointer<Int8>
  private(set) var kernel: freshet_nibble_query

  /// - Parameters:
  ///   - rotated: the rotated query, `width` floats.
  ///   - base: what the codes' centre adds to each estimate.
  ///   - slack: a bound of the rounding of everything but the codes; see `NibbleCodes`.
  ///   - greatest: a bound of the norm of every coded vector.
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
