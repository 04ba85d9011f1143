public import FreshetCorpus

extension LSHIndex {
  /// The minimum number of candidate vectors for an approximate search. For fewer, scoring all takes no longer than
  /// preparing a query.
  static let fewest = 1_024

  public func search(
    _ limit: Int, for queries: [UnitVector], recall: RecallTarget, among admitted: AdmittedSlots?
  ) -> [Neighbours] {
    precondition(queries.allSatisfy { $0.dimension == dimension }, "a query has not \(dimension) components")
    if count == 0 || limit <= 0 { return queries.map { _ in Neighbours(found: [], recall: 1, isExact: true) } }
    let scope = admitted?.count ?? count
    guard let extent = extent(of: recall, limit), scope >= Self.fewest, scope > count / 64, limit < scope / 16 else {
      return queries.map { Neighbours(found: vectors.scan(limit, for: $0, among: admitted), recall: 1, isExact: true) }
    }
    var scratch = ProbeScratch(cells)
    defer { scratch.release() }
    return cells.withView(admitted?.weights) { view in
      model.rates.withUnsafeBufferPointer { rates in
        queries.map { query in
          view.rotation.rotate(query.components, into: scratch.rotated)
          cells.estimates(NibbleQuery(scratch.rotated, width: view.width), into: scratch.scores)
          var probe = Probe(
            view, scratch, rates.baseAddress!, Rescorer(vectors, limit: limit, query: query), limit: limit,
            among: admitted, extent: extent, caution: model.caution)
          defer { scratch = probe.scratch }
          return probe.run()
        }
      }
    }
  }

  /// Returns the rule by which a search stops so that it reaches this recall; nil if the search must score every
  /// vector.
  private func extent(of recall: RecallTarget, _ limit: Int) -> ProbeExtent? {
    switch recall {
    case .exact: nil
    case .atLeast(let share): .missing(RecallModel.missesAllowed(limit, share))
    case .onAverage(let share):
      model.leastYield(meeting: 1 - ProbeExtent.elsewhere * (1 - share)).map {
        .yielding($0, missing: (1 - share) * Double(limit))
      } ?? .missing(RecallModel.missesAllowed(limit, share))
    }
  }
}
