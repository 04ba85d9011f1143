internal import FreshetKernels
internal import FreshetSeededNumbers

/// A rotated query as integers, with the norm and slack that bound its estimates.
final class QueryCodes {
  let codes: KernelBuffer<Int8>
  let rest: Float
  let kernel: freshet_nibble_query

  init(_ y: [Float], base: Float = 0, greatest: Float = 2, slack: Float = 0) {
    codes = KernelBuffer(repeating: 0, count: y.count)
    var rest: Float = 0
    let scale = freshet_quantize_query(y, y.count, codes.base, &rest)
    let sum = codes.values.reduce(0) { $0 + Int($1) }
    self.rest = rest
    kernel = freshet_nibble_query(
      codes: codes.base, scale: scale, offset: 7.5 * Float(sum), base: base,
      norm: Float(norm(y.map(Double.init))) * (1 + 0x1p-20), slack: slack + rest * greatest)
  }
}

/// Nibble blocks with accessors written from the layout in similarity_kernels.h.
final class NibbleBlocks {
  let D: Int
  let count: Int
  let bytes: KernelBuffer<UInt8>

  init(_ D: Int, count: Int) {
    self.D = D
    self.count = count
    bytes = KernelBuffer(repeating: 0, count: count * freshet_nibble_block_bytes(D))
  }

  /// Unit vectors by the portable variant, but for the empty lanes.
  convenience init(random places: Int, _ D: Int, empty: Set<Int>, _ random: inout SplitMix64) {
    self.init(D, count: places / 16)
    for place in 0..<places {
      _ = encode(random.unitVector(D), at: place, SimilarityKernelTests.reference)
      if empty.contains(place) { freshet_clear_nibbles(block(place / 16), place % 16, D) }
    }
  }

  func block(_ index: Int) -> UnsafeMutablePointer<UInt8> { bytes.base + index * freshet_nibble_block_bytes(D) }

  func encode(_ y: [Float], at place: Int, _ kernels: freshet_similarity_kernels) -> Float {
    kernels.encode_nibbles(y, D, block(place / 16), place % 16)
  }

  func fill(block index: Int, with byte: UInt8) { block(index).update(repeating: byte, count: 8 * D) }

  private func floats(at offset: Int) -> [Float] {
    (0..<16 * count).map { place in
      UnsafeRawPointer(block(place / 16)).load(fromByteOffset: 8 * D + offset + place % 16 * 4, as: Float.self)
    }
  }

  var scales: [Float] { floats(at: 0) }
  var spreads: [Float] { floats(at: 64) }

  func nibble(_ component: Int, of place: Int) -> Int {
    let j = component % (D / 2)
    let byte = block(place / 16)[j / 4 * 64 + place % 16 * 4 + j % 4]
    return Int(component < D / 2 ? byte & 15 : byte >> 4)
  }

  func decoded(_ place: Int) -> [Double] {
    let scale = Double(scales[place])
    return (0..<D).map { (Double(nibble($0, of: place)) - 7.5) * scale }
  }

  /// An estimate without its base.
  func exactTerm(_ query: QueryCodes, _ place: Int) -> Double {
    var sum = 0
    for j in 0..<D { sum += nibble(j, of: place) * Int(query.codes[j]) }
    return (Double(sum) - Double(query.kernel.offset)) * Double(scales[place]) * Double(query.kernel.scale)
  }

  func estimates(_ query: QueryCodes, _ kernels: freshet_similarity_kernels) -> [Float] {
    let found = KernelBuffer(repeating: Float.nan, count: 16 * count)
    withUnsafePointer(to: query.kernel) { kernels.estimate_nibbles(bytes.base, count, D, $0, found.base) }
    return found.values
  }

  func hits(_ query: QueryCodes, _ threshold: Float, _ kernels: freshet_similarity_kernels) -> Hits {
    IndexingTests.hits(capacity: 16 * count) { room in
      withUnsafePointer(to: query.kernel) { kernels.scan_nibbles(bytes.base, count, D, $0, threshold, room) }
    }
  }

  /// Of several queries by one tile, whose other columns hold anything.
  func hits(
    _ queries: [QueryCodes], _ thresholds: [Float], _ kernels: freshet_similarity_kernels, _ random: inout SplitMix64
  ) -> [Hits] {
    let tile = self.tile(queries, &random)
    let rooms = queries.map { _ in roomForHits(16 * count) }
    var (bases, found) = (rooms.map(\.base), [Int](repeating: .max, count: queries.count))
    kernels.scan_nibbles_tile(
      bytes.base, count, D, tile.base, queries.map(\.kernel), queries.count, thresholds, &bases, &found)
    return zip(rooms, found).map { room, n in room.values.prefix(n).map { (Int($0.place), $0.score) } }
  }

  private func tile(_ queries: [QueryCodes], _ random: inout SplitMix64) -> KernelBuffer<Int8> {
    let tile = KernelBuffer(repeating: Int8(0), count: 12 * D)
    for j in 0..<D {
      for u in 0..<12 {
        let anything = Int8.random(in: .min ... .max, using: &random)
        tile[j / 4 * 48 + u * 4 + j % 4] = u < queries.count ? queries[u].codes[j] : anything
      }
    }
    return tile
  }
}
