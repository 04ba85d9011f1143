internal import FreshetKernels
internal import FreshetCorpus
internal import FreshetLinearAlgebra

extension VectorTable {
  /// Returns the exact score of the vector in this slot, bit-identical to the score in the results of a search.
  func score(_ slot: Int, _ query: UnitVector) -> Float {
    check(slot)
    return SimilarityKernels.fastest.exact_score(row(slot), query.components, dimension)
  }

  /// Returns the `limit` vectors with the best scores, by scoring every live vector, or every vector in `admitted` if
  /// that isn't nil. Used if there are few vectors, or if `limit` is a large share of them.
  func scan(_ limit: Int, for query: UnitVector, among admitted: AdmittedSlots?) -> [Neighbour] {
    var rescorer = Rescorer(self, limit: limit, query: query)
    var group: [UInt32] = []
    for slot in admitted?.slots ?? Array(0..<slotCount) where isLive(slot) {
      group.append(UInt32(slot))
      if group.count == 256 {
        rescorer.consider(group)
        group.removeAll(keepingCapacity: true)
      }
    }
    rescorer.consider(group)
    return rescorer.neighbours()
  }

  /// The number of queries in one matrix product: 64 × 256 float32 scores take 64 KiB.
  private static let queriesPerProduct = 64

  /// Returns the `limit` vectors with the best scores for each of many queries. Uses matrix products if the BLAS
  /// library passed its test.
  func scanAll(_ limit: Int, for queries: [UnitVector], among admitted: AdmittedSlots? = nil) -> [[Neighbour]] {
    guard BLAS.isReliable, queries.count > 2 else { return queries.map { scan(limit, for: $0, among: admitted) } }
    return stride(from: 0, to: queries.count, by: Self.queriesPerProduct).flatMap { start in
      products(limit, Array(queries[start..<min(start + Self.queriesPerProduct, queries.count)]), admitted)
    }
  }

  /// Returns the `limit` vectors with the best scores for each query. Multiplies the queries by one page of vectors at
  /// a time. The scores in the product only select candidates, whose exact scores are then computed.
  private func products(_ limit: Int, _ queries: [UnitVector], _ admitted: AdmittedSlots?) -> [[Neighbour]] {
    let flat = queries.flatMap(\.components)
    var rescorers = queries.map { Rescorer(self, limit: limit, query: $0) }
    var scores = [Float](repeating: 0, count: queries.count * VectorTable.rowsPerPage)
    for (number, page) in rows.pages.enumerated() {
      let (height, slot) = (rows.used(number), number * VectorTable.rowsPerPage)
      BLAS.multiply(
        flat, rows: queries.count, byTransposed: page.bytes.assumingMemoryBound(to: Float.self), columns: height,
        inner: dimension, into: &scores, stride: height)
      scores.withUnsafeBufferPointer { scores in
        for index in queries.indices {
          let ofQuery = UnsafeBufferPointer(rebasing: scores[index * height..<(index + 1) * height])
          rescorers[index].consider(scores: ofQuery, from: slot) {
            isLive($0) && (admitted?.contains($0) ?? true)
          }
        }
      }
    }
    return rescorers.map { $0.neighbours() }
  }
}
