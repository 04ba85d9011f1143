internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Takes states that another replica sent, after checks, and serves them.
extension StoreWriter {
  /// The results of taking states that another replica sent.
  struct Taken {
    /// This store's states where they differ from the received ones.
    var different: [DocumentState] = []
    var refused: [Refusal] = []
    /// How many of the first states this store handled.
    var count = 0
  }

  /// Takes states in one commit: as many of the first states as have an answer that fits one message.
  func take(
    _ states: [DocumentState], of sources: SourceSet, by resolutions: ResolutionSet, at now: Timestamp
  ) throws -> Taken {
    var (taken, size) = (Taken(), 0)
    for state in states where size <= ExchangeLimits.fullMessage {
      taken.count += 1
      if let why = try take(state, of: sources, by: resolutions, at: now, &taken) {
        taken.refused.append(Refusal(state.document, why))
      } else if let last = taken.different.last, last.document == state.document {
        size += last.sizeAsJSON
      }
    }
    return taken
  }

  /// - Returns: the reason if nothing of the state was taken; nil if everything new in it was taken.
  private func take(
    _ state: DocumentState, of sources: SourceSet, by resolutions: ResolutionSet, at now: Timestamp,
    _ taken: inout Taken
  ) throws -> Refusal.Reason? {
    // Otherwise damaged data of this store would count as superseded.
    guard let mine = try reader.soundState(of: state.document) else { return .damaged }
    if try reader.lacksTexts(of: state) { return .contents }
    switch try take(state, of: sources, by: resolutions, at: now) {
    case .refused: return .stamp
    case .forgotten: taken.different.append(state.forgotten)
    case .known where mine.digest == state.digest: break
    case .known, .merged:
      guard let mine = try reader.soundState(of: state.document) else { return .damaged }
      if mine.digest == state.digest { break }
      if mine.sizeAsJSON > ExchangeLimits.stateBytes { return .tooLong }
      taken.different.append(mine)
    }
    return nil
  }

  /// Merges the state of a document, and serves what its source's rule chooses among the versions that stand then. A
  /// document that this store reads from a source of its own stays as it is; if the versions differ from it, it is read
  /// again.
  private func take(
    _ state: DocumentState, of sources: SourceSet, by resolutions: ResolutionSet, at now: Timestamp
  ) throws -> MergeOutcome {
    let id = state.document
    let outcome = try merge(state, at: now)
    guard outcome == .merged, let space = try reader.activeSpace()?.id else { return outcome }
    let (set, served) = (try reader.versionSet(of: id), try reader.document(id))
    if let served, sources[id.source] != nil, served.verified.method != .replica {
      if !set.agrees(on: served.revision) { try observe([id], at: now) }
      return outcome
    }
    let standing = StandingVersions(of: set, by: resolutions[id.source].rule)
    if standing.served.isEmpty, served == nil { return outcome }
    let method: Verification.Method = id.source == DocumentID.pushed ? .pushed : .replica
    try serve(
      standing.served, siblings: standing.siblings, of: id, in: space, verified: Verification(method: method, at: now))
    return outcome
  }

  /// Records that the exchange with another store was complete.
  ///
  /// - Parameters:
  ///   - seen: what the other store had seen when the exchange began; nil if some of it was refused.
  ///   - claims: decides how much of that this store believes.
  /// - Returns: the claims that this store reduced.
  func conclude(
    _ greeting: ReplicaGreeting, seen: VersionVector?, _ claims: SeenClaims, at now: Timestamp
  ) throws -> [CutClaim] {
    var cut: [CutClaim] = []
    if let seen {
      // If only other stores remember later writes of this store, it has lost them, and takes a new name.
      try renew(ifBehind: CausalContext(seen))
      let (known, own) = (try reader.knownWrites(), try reader.identity().replica)
      let judged = claims.judge(seen, of: greeting.replica, known: known, own: own)
      try see(judged.believed)
      cut = judged.cut
    }
    try remember(
      PeerRecord(
        replica: greeting.replica, token: greeting.token,
        clock: min(greeting.clock, HybridClock.latestPlausible(at: now)), at: now,
        ours: try reader.token().sequence))
    return cut
  }

  /// Continues under a new name, because a peer remembers later writes of this store, which it has lost.
  ///
  /// - Parameter clock: the newest stamp of the common history, as the peer claims. Everything that this store itself
  ///   remembers as exchanged with the peer is common, whatever the peer claims.
  func becomeAnotherReplica(byWordOf peer: ReplicaID, since clock: HybridTime) throws {
    let common = try reader.peer(peer).map { try reader.clock(after: $0.ours) }
    try becomeAnotherReplica(since: max(clock, common ?? clock))
  }
}
