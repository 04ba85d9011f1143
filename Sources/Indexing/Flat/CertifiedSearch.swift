internal import FreshetKernels
internal import FreshetCorpus

/// One query's pass over the codes. It drops what the bound excludes, scores at once what is likely near, and scores
/// the rest later. So the last place rises early and excludes more.
///
/// The answer is the same as if every vector were scored: what was not scored had an upper bound below the last place.
struct CertifiedSearch {
  let query: NibbleQuery
  private var rescorer: Rescorer
  private let limit: Int
  private let admitted: AdmittedSlots?
  /// How far below its upper bound a score is guessed to lie. Only speed depends on this guess.
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

  /// Takes the hits that a scan kept. `slot` is that of the scan's first place.
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
