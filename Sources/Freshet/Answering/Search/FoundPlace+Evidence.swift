internal import FreshetCorpus

extension FoundPlace {
  /// A placement with the evidence for it.
  typealias Judged = (served: ServedPlacement, certificate: Certificate)

  /// The placements with their evidence, at most `Hit.placesShown`: first the freshest, the first of them in order if
  /// several are equally fresh, then the others in order.
  func judged(_ environment: CacheEnvironment, _ evidence: inout EvidenceGatherer) -> [Judged] {
    var judged: [Judged] = []
    for served in served.prefix(Hit.placesShown) {
      let (freshness, verification) = evidence.evidence(for: ServedDocument(served))
      let certificate = Certificate(
        document: served.document, placement: served.placement, revision: served.revision,
        version: served.version, freshness: freshness, verification: verification,
        asOf: environment.clock(), space: environment.embedder.space.id)
      judged.append((served, certificate))
    }
    let freshest = judged.indices.min {
      judged[$0].certificate.freshness.doubt < judged[$1].certificate.freshness.doubt
    }
    guard let freshest, freshest > 0 else { return judged }
    let first = judged.remove(at: freshest)
    return [first] + judged
  }
}

extension Freshness {
  /// How much a reader must doubt that the source contains the passage: 0 for a fresh one.
  fileprivate var doubt: Int {
    switch self {
    case .fresh: 0
    case .suspect: 1
    case .unverified: 2
    case .conflicted: 3
    case .stale: 4
    case .orphaned: 5
    }
  }
}
