internal import FreshetKernels
internal import FreshetCorpus
internal import FreshetLinearAlgebra

extension VectorTable {
  /// The score that a search gives a slot.
  func score(_ slot: Int, _ query: UnitVector) -> Float {
    check(slot)
    return SimilarityKernels.fastest.exact_score(row(slot), query.components, dimension)
  }

  /// The best of all live slots, or of those admitted, by scoring each: for few vectors, or when many are wanted.
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

  /// 64 × 256 scores of float32 are 64 KiB.
  private static let queriesPerProduct = 64

  /// The best slots for many queries at once, by BLAS where it can be relied upon.
  func scanAll(_ limit: Int, for queries: [UnitVector], among admitted: AdmittedSlots? = nil) -> [[Neighbour]] {
    guard BLAS.isReliable, queries.count > 2 else { return queries.map { scan(limit, for: $0, among: admitted) } }
    return stride(from: 0, to: queries.count, by: Self.queriesPerProduct).flatMap { start in
      products(limit, Array(queries[start..<min(start + Self.queriesPerProduct, queries.count)]), admitted)
    }
  }

  /// Multiplies one page of rows at a time. The product's scores only choose candidates.
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
