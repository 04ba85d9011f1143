internal import FreshetKernels
internal import FreshetCorpus

/// An exact search for one query over the 4-bit codes of all vectors. It drops vectors whose upper bound is below the
/// threshold (the score of the last of the `limit` best so far), scores likely neighbours at once, and the others
/// later. So the threshold rises early, and more vectors can be dropped.
///
/// The result is the same as if every vector were scored, because each dropped vector has an upper bound below the
/// threshold.
struct CertifiedSearch {
  let query: NibbleQuery
  private var rescorer: Rescorer
  private let limit: Int
  private let admitted: AdmittedSlots?
  /// An estimate of how far a score lies below its upper bound. Only the speed depends on it, not the result.
  private let reach: Float
  private var pending: [freshet_scan_hit] = []
  private var likely: [freshet_scan_hit] = []

  init(_ vectors: VectorTable, _ codes: NibbleCodes, limit: Int, query: UnitVector, among admitted: AdmittedSlots?) {
    rescorer = Rescorer(vectors, limit: limit, query: query)
    self.query = codes.query(query.components)
    self.limit = limit
    self.admitted = admitted
    reach = codes.meanSpread * self.query.kernel.norm
  }

  var threshold: Float { rescorer.threshold }
  var scored: Int { rescorer.scored }

  /// Takes the hits of a scan over some blocks of codes: scores likely neighbours now, and keeps the other hits for
  /// `finish`.
  ///
  /// - Parameters:
  ///   - hits: the positions in these blocks of the vectors whose upper bound reached the threshold, each with its
  ///     upper bound.
  ///   - slot: the slot of the vector at position 0 in these blocks.
  mutating func absorb(_ hits: UnsafeBufferPointer<freshet_scan_hit>, from slot: Int) {
    if hits.isEmpty { return }
    likely.removeAll(keepingCapacity: true)
    for hit in hits where admitted?.contains(slot + Int(hit.place)) ?? true {
      let here = freshet_scan_hit(place: UInt32(slot) + hit.place, score: hit.score)
      if hit.score - reach >= rescorer.threshold { likely.append(here) } else { pending.append(here) }
    }
    if likely.count > 2 * limit {
      likely.sort { $0.score > $1.score }
      pending += likely[(2 * limit)...]
      likely.removeSubrange((2 * limit)...)
    }
    if !likely.isEmpty { rescorer.consider(likely.lazy.map(\.place)) }
    if pending.count > 8192 { pending.removeAll { $0.score < rescorer.threshold } }
  }

  /// Scores the remaining candidates, and returns the result, best first.
  mutating func finish() -> [Neighbour] {
    pending.removeAll { $0.score < rescorer.threshold }
    pending.sort { $0.score > $1.score }
    var start = 0
    while start < pending.count, pending[start].score >= rescorer.threshold {
      let end = min(start + 24, pending.count)
      rescorer.consider(pending[start..<end].lazy.map(\.place))
      start = end
    }
    return rescorer.neighbours()
  }
}
