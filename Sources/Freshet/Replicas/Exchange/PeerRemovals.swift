internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Collects the document removals that another store sends during a sync. At the end of the sync it decides whether to
/// accept them: only then is it known whether they are most of a source's documents. It holds names and versions, no
/// content.
struct PeerRemovals {
  private var states: [DocumentID: DocumentState] = [:]
  /// The number of the newest change before the sync. Documents that were added later don't count as served, so the
  /// other side can't make its removals look few by adding documents.
  private var began: Int64?

  /// Collects the states that would make this store stop serving a document. Documents that this store reads from a
  /// folder of its own are never affected.
  ///
  /// - Returns: the states that weren't collected. The caller can merge them at once.
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
    /// Why removals aren't accepted. The keys are names of sources.
    var holds: [String: Hold] = [:]
  }

  /// Decides, source by source, which of the collected removals to accept, and which to hold back until a person
  /// accepts them.
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
