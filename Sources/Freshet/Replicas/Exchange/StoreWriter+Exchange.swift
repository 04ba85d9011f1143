internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// Checks document states that another store sent, merges them, and serves the result.
extension StoreWriter {
  /// The result of merging document states that another store sent.
  struct Taken {
    /// This store's states after the merge, as far as they differ from the received ones. The other store still needs
    /// them.
    var different: [DocumentState] = []
    var refused: [Refusal] = []
    /// How many states, counted from the first, were handled. The caller must pass the others again.
    var count = 0
  }

  /// Merges received states in one commit. Stops early when the answer (the states in `Taken.different`) would no
  /// longer fit into one message.
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

  /// Checks and merges the received state of one document.
  ///
  /// - Returns: the reason for refusing the whole state; nil if all that was new in it is merged.
  private func take(
    _ state: DocumentState, of sources: SourceSet, by resolutions: ResolutionSet, at now: Timestamp,
    _ taken: inout Taken
  ) throws -> Refusal.Reason? {
    // Don't merge into damaged data: the merge would treat it as superseded.
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

  /// Merges one document's state. Then serves the versions that the source's conflict rule selects among the current
  /// ones. If this store reads the document from a folder of its own, it keeps serving the file's text, and reads the
  /// file again if a version differs from it.
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

  /// Records at the end of a sync what the other store has seen, and its position in its history.
  ///
  /// - Parameters:
  ///   - seen: all writes that the other store had seen when the sync began; nil if any document was refused or held
  ///     back.
  ///   - claims: limits how much of `seen` this store believes.
  /// - Returns: the claims of the other store about third stores that this store didn't fully believe.
  func conclude(
    _ greeting: ReplicaGreeting, seen: VersionVector?, _ claims: SeenClaims, at now: Timestamp
  ) throws -> [CutClaim] {
    var cut: [CutClaim] = []
    if let seen {
      // If the other store has seen later writes of this store than this store itself, this store has lost them (for
      // example after a restore from a backup). It then takes a new replica name.
      try renew(ifBehind: CausalContext(seen))
      let (known, own) = (try reader.knownWrites(), try reader.identity().replica)
      let judged = claims.judge(seen, of: greeting.replica, known: known, own: own)
      try see(judged.believed)
      cut = judged.cut
    }
    try remember(try reader.record(of: greeting, at: now))
    return cut
  }

  /// Gives this store a new replica name, because the other store has seen writes of this store that this store has
  /// lost.
  ///
  /// - Parameter clock: the newest stamp of the history that both stores share, as the other store claims. If this
  ///   store's own record of the last sync shows a later one, that one counts.
  func becomeAnotherReplica(byWordOf peer: ReplicaID, since clock: HybridTime) throws {
    let common = try reader.peer(peer).map { try reader.clock(after: $0.ours) }
    try becomeAnotherReplica(since: max(clock, common ?? clock))
  }
}

extension StoreReader {
  fileprivate func record(of greeting: ReplicaGreeting, at now: Timestamp) throws -> PeerRecord {
    PeerRecord(
      replica: greeting.replica, token: greeting.token,
      clock: min(greeting.clock, HybridClock.latestPlausible(at: now)), at: now, ours: try token().sequence)
  }

  /// Whether the store has on record everything that `conclude` would record, except for the time of this sync.
  func hasConcluded(_ greeting: ReplicaGreeting, seen: VersionVector?, at now: Timestamp) throws -> Bool {
    guard let known = try peer(greeting.replica) else { return false }
    let isSame = try record(of: greeting, at: known.at) == known
    guard isSame, let seen else { return isSame }
    switch seen.order(relativeTo: try self.seen()) {
    case .same, .before: return true
    case .after, .concurrent: return false
    }
  }
}
