internal import FreshetKernels

/// Codes of four bits per component for every slot's vector, rotated and centred, with their scale and the norm of what
/// they lose. They take an eighth of the memory, and give a bound that proves which vectors can't be among the nearest.
///
/// With y = R x − c, its code ŷ and spread s ≥ |y − ŷ|:
///
///     <q, x> = <R q, c> + <R q, y> ≤ <R q, c> + <R q, ŷ> + |R q| s        (Cauchy and Schwarz)
///
/// and the query itself is scale · integers + rest, |<rest, ŷ>| ≤ |rest| |ŷ|. What rounding adds, for vectors whose
/// norm is within 1e-5 of 1 (u = 2⁻²⁴; e: the rotation's error of one vector, `Rotation.error`):
///   2 e for the two rotations, and e² more: ≤ 2.1 e
///   3 u for R x − c, of a norm of at most 2, rounded once
///   24 u for the estimate: four roundings of terms whose sum of sizes is at most 4, the base's own included, then three
///   of the bound; and one for the served score, which is a rounded inner product
/// The slack adds a tenth to each, so that products of errors need no term of their own.
struct NibbleCodes: Sendable {
  let rotation: Rotation
  /// The mean of the vectors when they were first coded, in rotated space.
  let centre: [Float]
  private(set) var blocks: PagedArray
  /// A bound of every code's length: the greatest |y| + spread so far.
  private(set) var greatestNorm: Float
  /// The mean spread, from which a search guesses how far below its upper bound a score lies.
  private(set) var meanSpread: Float = 0

  static let blocksPerPage = 128

  /// Codes every slot; the centre is the mean of the live vectors.
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

  mutating func clear(_ slot: Int) {
    grow(to: slot)
    freshet_clear_nibbles(blocks.edit(slot / 16).assumingMemoryBound(to: UInt8.self), slot % 16, rotation.width)
  }

  /// Adds lanes up to that of `slot`. They are empty until they are set.
  private mutating func grow(to slot: Int) {
    while blocks.count <= slot / 16 {
      let block = blocks.count
      blocks.grow(to: block + 1)
      for lane in 0..<16 {
        freshet_clear_nibbles(blocks.edit(block).assumingMemoryBound(to: UInt8.self), lane, rotation.width)
      }
    }
  }

  /// The query in the form that the scans take; the comment on the type explains the slack.
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
