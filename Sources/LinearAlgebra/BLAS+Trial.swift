extension BLAS {
  /// Computes a product of pseudorandom matrices with 384 terms per sum, as in a dense layer, with the library and in
  /// float64. Returns whether the two differ by no more than the error bound of `multiply`.
  package static func staysWithinItsBound() -> Bool {
    let (rows, columns, inner) = (5, 7, 384)
    let a = fractions(rows * inner, seed: 1)
    let b = fractions(columns * inner, seed: 2)
    var c = [Float](repeating: .nan, count: rows * columns)
    multiply(a, rows: rows, byTransposed: b, columns: columns, inner: inner, into: &c, stride: columns)
    let unit = 0x1p-24 * Double(inner)
    let gamma = unit / (1 - unit)
    return (0..<rows * columns).allSatisfy { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let terms = (0..<inner).map { Double(a[row * inner + $0]) * Double(b[column * inner + $0]) }
      let exact = terms.reduce(0, +)
      // NaN fails, too. 2⁻⁵⁰ allows for the rounding of the float64 sum.
      return abs(Double(c[index]) - exact) <= gamma * terms.reduce(0) { $0 + abs($1) } + 0x1p-50
    }
  }

  /// Returns pseudorandom numbers from -1 to 1, the same for the same seed (Knuth's 64-bit linear congruential
  /// generator).
  private static func fractions(_ count: Int, seed: UInt64) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(Int32(truncatingIfNeeded: state >> 32)) / 0x1p31
    }
  }
}
