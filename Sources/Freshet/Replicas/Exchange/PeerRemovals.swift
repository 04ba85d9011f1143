internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Collects the removals that another replica sent until the end of the exchange, because only then is it known whether
/// they are most of a source. It keeps names and versions, no content.
struct PeerRemovals {
  private var states: [DocumentID: DocumentState] = [:]
  /// The number of the newest change before the exchange. Documents that came later don't count: so nothing that the
  /// other side adds makes a loss smaller.
  private var began: Int64?

  /// Postpones states that would remove a document which is served here and isn't read from a source here.
  ///
  /// - Returns: the states that can be taken at once.
  mutating func putOff(
    _ states: [DocumentState], _ reader: StoreReader, of sources: SourceSet, by resolutions: ResolutionSet
  ) throws -> [DocumentState] {
    if began == nil { began = try reader.token().sequence }
    var rest: [DocumentState] = []
    for state in states {
      if try reader.loses(state, of: sources, by: resolutions) {
        self.states[state.document] = state
      } else {
        rest.append(state)
      }
    }
    return rest
  }

  struct Judgement {
    var taken: [DocumentState] = []
    var heldCount = 0
    /// Why removals are held back, by source.
    var holds: [String: Hold] = [:]
  }

  /// Decides which removals by `peer` may be taken, and which are held back.
  func judged(_ reader: StoreReader, by peer: ReplicaID, accepting isAccepted: Bool) throws -> Judgement {
    let states = states.values.sorted { $0.document < $1.document }
    if isAccepted { return Judgement(taken: states) }
    var judgement = Judgement()
    for (source, states) in Dictionary(grouping: states, by: \.document.source) {
      let since = min(began ?? 0, try reader.hold(of: source, by: peer)?.since ?? .max)
      let newcomers = try reader.newcomers(to: source, since: since, withReplicas: true)
      let served = try reader.servedCount(ofAny: source) - newcomers.count
      let removed = states.count { !newcomers.contains($0.document) }
      if DeletionGuard.mayRemove(removed, of: served) {
        judgement.taken += states
      } else {
        judgement.heldCount += states.count
        judgement.holds[source] = Hold(why: Self.reason(removed, of: served, by: peer), since: since)
      }
    }
    return judgement
  }

  private static func reason(_ count: Int, of served: Int, by peer: ReplicaID) -> String {
    "replica \(peer.name) removed \(count) of \(served.counted("document"))"
  }
}
