public import Corpus

extension LSHIndex {
  /// Below, all vectors are scored: that takes no longer than preparing a query does.
  static let fewest = 1_024

  public func search(
    _ limit: Int, for queries: [UnitVector], recall: RecallTarget, among admitted: AdmittedSlots?
  ) -> [Neighbours] {
    precondition(queries.allSatisfy { $0.dimension == dimension }, "a query has not \(dimension) components")
    if count == 0 || limit <= 0 { return queries.map { _ in Neighbours(found: [], recall: 1, isExact: true) } }
    let scope = admitted?.count ?? count
    guard case .atLeast(let target) = recall, scope >= Self.fewest, scope > count / 64, limit < scope / 16 else {
      return queries.map { Neighbours(found: vectors.scan(limit, for: $0, among: admitted), recall: 1, isExact: true) }
    }
    let share = Float(scope) / Float(count)
    let allowed = RecallModel.missesAllowed(limit, target)
    var scratch = ProbeScratch(cells)
    defer { scratch.release() }
    return cells.withView { view in
      model.rates.withUnsafeBufferPointer { rates in
        queries.map { query in
          view.rotation.rotate(query.components, into: scratch.rotated)
          cells.estimates(NibbleQuery(scratch.rotated, width: view.width), into: scratch.scores)
          var probe = Probe(
            view, scratch, rates.baseAddress!, Rescorer(vectors, limit: limit, query: query), limit: limit,
            among: admitted, share: share, allowed: allowed)
          defer { scratch = probe.scratch }
          return probe.run()
        }
      }
    }
  }
}
