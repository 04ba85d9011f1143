package import FreshetCorpus
internal import GRDB

/// Merges versions from other replicas, and records completed synchronizations.
extension StoreWriter {
  /// Records that this store has received, for each replica, all writes up to the number in `writes`. Some of their
  /// versions may be superseded, removed or deleted by now.
  package func see(_ writes: VersionVector) throws {
    try renew(ifBehind: CausalContext(writes))
    let own = try reader.identity().replica
    for (replica, count) in writes.counts where replica != own {
      try database.execute(
        sql: "INSERT INTO seen VALUES (?, ?) ON CONFLICT DO UPDATE SET writes = max(writes, excluded.writes)",
        arguments: [replica.name, Int64(bitPattern: count)])
    }
  }

  /// Merges a document's state from another replica. Doesn't change which versions are served; the caller decides that
  /// next.
  package func merge(_ state: DocumentState, at now: Timestamp) throws -> MergeOutcome {
    guard try receive(state, at: now) else { return .refused }
    try renew(ifBehind: state.versions.context)
    let id = state.document
    let theirs = VersionSet(
      context: state.versions.context, siblings: state.versions.siblings.mapValues(\.head))
    let (mine, attributes, seen) = (try reader.versionSet(of: id), try reader.attributes(of: id), try reader.seen())
    let merged = mine.receiving(theirs, seen: seen)
    let isKnown = try reader.isKnown(id)
    if !isKnown, merged.siblings.isEmpty { return .forgotten }
    let together = attributes.receiving(
      state.attributes, context: mine.context, others: theirs.context, seen: seen)
    if isKnown, merged == mine, together == attributes { return .known }
    let new = merged.siblings.keys.filter { mine.siblings[$0] == nil }.compactMap { state.versions.siblings[$0] }
    try stand(merged, adding: new.sorted { $0.dot < $1.dot }, together, of: try documentRow(id), at: now)
    return .merged
  }

  /// Advances this store's clock beyond the stamps in `state`.
  ///
  /// - Returns: false if a stamp is too far ahead of `now`; the clock then stays, and the store counts the refusal.
  private func receive(_ state: DocumentState, at now: Timestamp) throws -> Bool {
    let stamps = state.versions.siblings.values.map(\.stamp) + state.attributes.fields.values.map(\.stamp)
    var clock = try reader.clock()
    guard stamps.allSatisfy({ clock.receive($0, at: now) }) else {
      try database.execute(sql: "UPDATE meta SET refused = refused + 1")
      return false
    }
    try keep(clock)
    return true
  }

  /// Records the state of another store after a complete synchronization with it.
  package func remember(_ peer: PeerRecord) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO peers (replica, store, lsn, history, clock, at, ours) VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        peer.replica.name, peer.token.store, peer.token.sequence, peer.token.history, peer.clock.ticks,
        peer.at.nanoseconds, peer.ours,
      ])
  }
}
