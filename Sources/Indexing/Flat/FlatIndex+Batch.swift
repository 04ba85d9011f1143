internal import FreshetKernels
internal import FreshetCorpus

/// A group of up to twelve queries for which each block of codes is read only once.
private struct QueryTile {
  var searches: [CertifiedSearch]
  /// The quantized queries in the layout [D/4][12][4] bytes: each group of four components of all queries side by side.
  let codes: [Int8]
  let kernels: [freshet_nibble_query]

  init(_ searches: [CertifiedSearch], width: Int) {
    let queries = Int(FRESHET_TILE_QUERIES)
    var codes = [Int8](repeating: 0, count: width * queries)
    for (number, search) in searches.enumerated() {
      for index in 0..<width { codes[(index / 4 * queries + number) * 4 + index % 4] = search.query.codes[index] }
    }
    self.searches = searches
    self.codes = codes
    kernels = searches.map(\.query.kernel)
  }
}

extension FlatIndex {
  /// The number of blocks that are scanned for one tile after another before the next blocks are read. 64 blocks of 256
  /// components are 136 KiB, and so stay in the level 2 cache.
  private static let blocksPerTile = 64

  /// Returns the `limit` nearest vectors to each query, by a shared scan of the codes.
  func nearest(
    _ limit: Int, toAll queries: [UnitVector], _ codes: NibbleCodes, _ admitted: AdmittedSlots?
  ) -> [[Neighbour]] {
    let (width, size) = (codes.rotation.width, Int(FRESHET_TILE_QUERIES))
    var tiles = stride(from: 0, to: queries.count, by: size).map { start in
      QueryTile(
        queries[start..<min(start + size, queries.count)].map {
          CertifiedSearch(vectors, codes, limit: limit, query: $0, among: admitted)
        }, width: width)
    }
    let room = 16 * Self.blocksPerTile
    withUnsafeTemporaryAllocation(of: freshet_scan_hit.self, capacity: size * room) { hits in
      codes.eachStep(of: Self.blocksPerTile) { blocks, count, slot in
        for index in tiles.indices {
          tiles[index].pass(over: blocks, count, width, from: slot, room: hits.baseAddress!, of: room)
        }
      }
    }
    return tiles.indices.flatMap { tile in
      tiles[tile].searches.indices.map { tiles[tile].searches[$0].finish() }
    }
  }
}

extension QueryTile {
  /// Scans some blocks of codes for all queries of this tile, and passes the hits to each query's search.
  ///
  /// - Parameter room: scratch memory for `capacity` hits of each query.
  fileprivate mutating func pass(
    over blocks: UnsafePointer<UInt8>, _ count: Int, _ width: Int, from slot: Int,
    room: UnsafeMutablePointer<freshet_scan_hit>, of capacity: Int
  ) {
    let thresholds = searches.map(\.threshold)
    var hits = searches.indices.map { room + $0 * capacity }
    var found = [Int](repeating: 0, count: searches.count)
    SimilarityKernels.fastest.scan_nibbles_tile(
      blocks, count, width, codes, kernels, searches.count, thresholds, &hits, &found)
    for index in searches.indices {
      searches[index].absorb(UnsafeBufferPointer(start: hits[index], count: found[index]), from: slot)
    }
  }
}
