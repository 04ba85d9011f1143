internal import FreshetKernels

/// Quantized copies of all vectors: 4 bits per component of the rotated and centred vector, with a scale and the norm
/// of the quantization error. They take an eighth of the memory of float32, and give an upper bound of each score,
/// which proves that most vectors can't be among the nearest.
///
/// Let R be the rotation, c the centre, y = R x − c, ŷ the value of its code, and s ≥ |y − ŷ| its spread. Then
///
///     <q, x> = <R q, c> + <R q, y> ≤ <R q, c> + <R q, ŷ> + |R q| s        (Cauchy and Schwarz)
///
/// The query is quantized, too: R q = scale · integers + rest, with |<rest, ŷ>| ≤ |rest| |ŷ|. Rounding adds the
/// following errors for vectors whose norm is within 1e-5 of 1, where u = 2⁻²⁴ and e is `Rotation.error`:
///
/// - 2 e + e² ≤ 2.1 e for the two rotations.
/// - 3 u for R x − c, whose norm is at most 2 and which is rounded once.
/// - 24 u for the estimate: four roundings of terms (the base included) whose absolute values add up to at most 4,
///   three roundings of the bound, and one of the exact score, which is a rounded inner product.
///
/// The slack is 1.1 times the sum of these, which also covers products of errors.
struct NibbleCodes: Sendable {
  let rotation: Rotation
  /// The centre c: the mean of the rotated vectors at the time when they were first coded.
  let centre: [Float]
  private(set) var blocks: PagedArray
  /// A bound on |ŷ| of all codes: the greatest |y| + s so far.
  private(set) var greatestNorm: Float
  /// The mean of s, from which a search estimates how far a score lies below its upper bound.
  private(set) var meanSpread: Float = 0

  static let blocksPerPage = 128

  /// Makes codes for all vectors of the table. The centre is the mean of (a sample of) the live vectors.
  init(of vectors: VectorTable) {
    rotation = Rotation(dimension: vectors.dimension)
    centre = Self.centre(of: vectors, rotation)
    greatestNorm = 0
    blocks = PagedArray(
      stride: freshet_nibble_block_bytes(rotation.width), elementsPerPage: Self.blocksPerPage, pool: vectors.pool)
    for slot in 0..<vectors.slotCount {
      if vectors.isLive(slot) { set(slot, to: vectors.row(slot)) } else { clear(slot) }
    }
  }

  init(rotation: Rotation, centre: [Float], blocks: PagedArray, greatestNorm: Float, meanSpread: Float) {
    self.rotation = rotation
    self.centre = centre
    self.blocks = blocks
    self.greatestNorm = greatestNorm
    self.meanSpread = meanSpread
  }

  private static func centre(of vectors: VectorTable, _ rotation: Rotation) -> [Float] {
    var sums = [Double](repeating: 0, count: vectors.dimension)
    let step = max(1, vectors.slotCount / 65_536)
    var count = 0.0
    for slot in stride(from: 0, to: vectors.slotCount, by: step) where vectors.isLive(slot) {
      let row = vectors.row(slot)
      for index in sums.indices { sums[index] += Double(row[index]) }
      count += 1
    }
    var centre = [Float](repeating: 0, count: rotation.width)
    rotation.rotate(sums.map { Float($0 / max(count, 1)) }, into: &centre)
    return centre
  }

  /// Computes the code of a vector, and stores it for this slot.
  mutating func set(_ slot: Int, to vector: UnsafePointer<Float>) {
    grow(to: slot)
    let width = rotation.width
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { y in
      rotation.rotate(vector, into: y.baseAddress!)
      var squares: Float = 0
      for index in 0..<width {
        y[index] -= centre[index]
        squares += y[index] * y[index]
      }
      let block = blocks.edit(slot / 16).assumingMemoryBound(to: UInt8.self)
      let spread = SimilarityKernels.fastest.encode_nibbles(y.baseAddress!, width, block, slot % 16)
      greatestNorm = max(greatestNorm, (squares.squareRoot() + spread) * (1 + 0x1p-10))
      meanSpread += (spread - meanSpread) / Float(min(slot + 1, 4096))
    }
  }

  /// Makes the code of this slot empty, so that scans never return it.
  mutating func clear(_ slot: Int) {
    grow(to: slot)
    freshet_clear_nibbles(blocks.edit(slot / 16).assumingMemoryBound(to: UInt8.self), slot % 16, rotation.width)
  }

  /// Adds empty codes until there is one for `slot`.
  private mutating func grow(to slot: Int) {
    while blocks.count <= slot / 16 {
      let block = blocks.count
      blocks.grow(to: block + 1)
      for lane in 0..<16 {
        freshet_clear_nibbles(blocks.edit(block).assumingMemoryBound(to: UInt8.self), lane, rotation.width)
      }
    }
  }

  /// Returns the query in the form that scans of the codes need. The comment on `NibbleCodes` derives the slack.
  func query(_ vector: [Float]) -> NibbleQuery {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rotation.width) { rotated in
      rotation.rotate(vector, into: rotated.baseAddress!)
      var base = 0.0
      for index in 0..<rotation.width { base += Double(rotated[index]) * Double(centre[index]) }
      return NibbleQuery(
        rotated.baseAddress!, width: rotation.width, base: Float(base),
        slack: 1.1 * (2.1 * rotation.error + 27 * 0x1p-24), greatest: greatestNorm)
    }
  }
}
