internal import CBLAS
package import Corpus

/// The exact index: every row is scored, so nothing is missed.
///
/// Rows lie in one row-major matrix, n × d of Float32; a removed row is overwritten by the last one.
/// One query is a matrix-vector product, limited by reading n · d · 4 bytes; a batch is a matrix product in tiles
/// small enough that the scores stay in cache and are never written out.
/// BLAS adds in an order that hangs on a row's place, so its scores only choose candidates: every row within its rounding
/// bound of the last place is scored again in Double, always in the same order. So scores and ranks depend on the vectors
/// alone, to the bit, and a batch answers as single queries do.
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
    var candidates = Candidates(limit: min(limit, count), dimension: dimension)
    candidates.offer(scores(of: query), from: 0)
    return best(limit, of: candidates, to: query)
  }

  package func nearest(_ limit: Int, to queries: [UnitVector]) -> [[Neighbour]] {
    precondition(queries.allSatisfy { $0.dimension == dimension }, "a query has not \(dimension) components")
    guard count > 0, limit > 0 else { return queries.map { _ in [] } }
    return stride(from: 0, to: queries.count, by: Self.queriesPerTile).flatMap { start in
      nearest(limit, toTile: Array(queries[start..<min(start + Self.queriesPerTile, queries.count)]))
    }
  }

  package func score(of address: ContentAddress, to query: UnitVector) -> Float? {
    precondition(query.dimension == dimension, "\(query.dimension) components, not \(dimension)")
    return slots[address].map { exactScore(of: $0, query) }
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
    var candidates = queries.map { _ in Candidates(limit: min(limit, count), dimension: dimension) }
    var scores = [Float](repeating: 0, count: queries.count * Self.rowsPerTile)
    for start in stride(from: 0, to: count, by: Self.rowsPerTile) {
      let height = min(Self.rowsPerTile, count - start)
      multiply(flat, queries.count, rowsFrom: start, height, into: &scores)
      for index in queries.indices {
        candidates[index].offer(scores[index * height..<(index + 1) * height], from: start)
      }
    }
    return zip(candidates, queries).map { best(limit, of: $0, to: $1) }
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

  private func best(_ limit: Int, of candidates: Candidates, to query: UnitVector) -> [Neighbour] {
    var best = Best(limit: min(limit, count), by: Neighbour.isBetter)
    for slot in candidates.slots {
      best.offer(Neighbour(address: addresses[slot], score: exactScore(of: slot, query)))
    }
    return best.sorted()
  }

  /// Σⱼ rows[slot·d + j] · query[j], products and sums in Double, rounded once at the end.
  private func exactScore(of slot: Int, _ query: UnitVector) -> Float {
    var sum = 0.0
    for column in 0..<dimension {
      sum += Double(rows[slot * dimension + column]) * Double(query.components[column])
    }
    return Float(sum)
  }
}
