internal import CBLAS
package import Corpus

/// The exact index: every row is scored, so nothing is missed.
///
/// Rows lie in one row-major matrix, n × d of Float32; a removed row is overwritten by the last one.
/// One query is a matrix-vector product, limited by reading n · d · 4 bytes; a batch is a matrix product in tiles
/// small enough that the scores stay in cache and are never written out.
///
/// - Complexity: search O(n · d), insertion and removal O(d).
package struct FlatIndex: SimilarityIndex {
  package let dimension: Int
  private var rows: [Float] = []
  private var addresses: [ContentAddress] = []
  private var slots: [ContentAddress: Int] = [:]

  package init(dimension: Int) {
    self.dimension = dimension
  }

  package var count: Int { addresses.count }
  package var recall: Double { 1 }

  package mutating func reserve(_ capacity: Int) {
    rows.reserveCapacity(capacity * dimension)
    addresses.reserveCapacity(capacity)
    slots.reserveCapacity(capacity)
  }

  package mutating func insert(_ vector: UnitVector, at address: ContentAddress) {
    precondition(vector.dimension == dimension, "\(vector.dimension) components, not \(dimension)")
    if let slot = slots[address] {
      rows.replaceSubrange(slot * dimension..<(slot + 1) * dimension, with: vector.components)
    } else {
      slots[address] = addresses.count
      addresses.append(address)
      rows.append(contentsOf: vector.components)
    }
  }

  package mutating func remove(_ address: ContentAddress) {
    guard let slot = slots.removeValue(forKey: address) else { return }
    let last = addresses.count - 1
    if slot != last {
      for column in 0..<dimension {
        rows[slot * dimension + column] = rows[last * dimension + column]
      }
      addresses[slot] = addresses[last]
      slots[addresses[slot]] = slot
    }
    addresses.removeLast()
    rows.removeLast(dimension)
  }

  package func nearest(_ limit: Int, to query: UnitVector) -> [Neighbour] {
    precondition(query.dimension == dimension, "\(query.dimension) components, not \(dimension)")
    guard count > 0, limit > 0 else { return [] }
    var best = BestNeighbours(limit: min(limit, count))
    collect(scores(of: query), from: 0, into: &best)
    return best.sorted()
  }

  package func nearest(_ limit: Int, to queries: [UnitVector]) -> [[Neighbour]] {
    guard count > 0, limit > 0 else { return queries.map { _ in [] } }
    return stride(from: 0, to: queries.count, by: Self.queriesPerTile).flatMap { start in
      nearest(limit, toTile: Array(queries[start..<min(start + Self.queriesPerTile, queries.count)]))
    }
  }

  /// 64 × 1,024 scores are 256 KiB: they fit a core's second-level cache.
  private static let queriesPerTile = 64
  private static let rowsPerTile = 1024

  /// scores[i] = Σⱼ rows[i·d + j] · query[j]; |error| ≤ γ_d for unit vectors (Higham 2002, section 3.1).
  private func scores(of query: UnitVector) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { scores, initializedCount in
      cblas_sgemv(
        CblasRowMajor, CblasNoTrans, Int32(count), Int32(dimension), 1, rows, Int32(dimension),
        query.components, 1, 0, scores.baseAddress, 1)
      initializedCount = count
    }
  }

  private func nearest(_ limit: Int, toTile queries: [UnitVector]) -> [[Neighbour]] {
    let flat = queries.flatMap(\.components)
    var best = queries.map { _ in BestNeighbours(limit: min(limit, count)) }
    var scores = [Float](repeating: 0, count: queries.count * Self.rowsPerTile)
    for start in stride(from: 0, to: count, by: Self.rowsPerTile) {
      let height = min(Self.rowsPerTile, count - start)
      multiply(flat, queries.count, rowsFrom: start, height, into: &scores)
      for index in queries.indices {
        collect(scores[index * height..<(index + 1) * height], from: start, into: &best[index])
      }
    }
    return best.map { $0.sorted() }
  }

  /// scores[i·h + j] = Σₖ queries[i·d + k] · rows[(start + j)·d + k]     queries: m × d;  scores: m × h, row-major.
  private func multiply(
    _ queries: [Float], _ count: Int, rowsFrom start: Int, _ height: Int, into scores: inout [Float]
  ) {
    rows.withUnsafeBufferPointer { rows in
      guard let base = rows.baseAddress else { return }
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(count), Int32(height), Int32(dimension), 1,
        queries, Int32(dimension), base + start * dimension, Int32(dimension), 0, &scores,
        Int32(height))
    }
  }

  private func collect(
    _ scores: some Collection<Float>, from start: Int, into best: inout BestNeighbours
  ) {
    var slot = start
    for score in scores {
      if score >= best.threshold {
        best.offer(Neighbour(address: addresses[slot], score: score))
      }
      slot += 1
    }
  }
}
