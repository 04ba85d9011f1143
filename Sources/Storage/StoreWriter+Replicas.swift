package import Corpus
internal import GRDB

/// What became of a document's state that another replica sent.
package enum MergeOutcome: Hashable, Sendable {
  /// It held nothing new.
  case known
  /// It was merged.
  case merged
  /// A stamp in it lies too far ahead of this machine's clock: nothing of it was taken.
  case refused
}

/// Replicas: what others sent is merged by versions, and what was exchanged is remembered.
extension StoreWriter {
  /// Takes a name that was never used: whatever it wrote under the old one may have been written twice.
  package func becomeAnotherReplica() throws {
    let old = try reader.identity().replica
    try see(VersionVector([old: try reader.writes()]))
    try database.execute(sql: "UPDATE meta SET replica = ?", arguments: [Store.randomName()])
  }

  /// Everything up to these writes has been here, though it may be superseded, removed or forgotten by now.
  package func see(_ writes: VersionVector) throws {
    let own = try reader.identity().replica
    for (replica, count) in writes.counts where replica != own {
      try database.execute(
        sql: "INSERT INTO seen VALUES (?, ?) ON CONFLICT DO UPDATE SET writes = max(writes, excluded.writes)",
        arguments: [replica.name, Int64(bitPattern: count)])
    }
  }

  /// Merges what another replica has of a document; what is served isn't changed yet.
  ///
  /// A document that isn't here and all of whose writes have been here was removed and forgotten: it doesn't rise again.
  package func merge(_ state: DocumentState, at now: Timestamp) throws -> MergeOutcome {
    guard try receive(state, at: now) else { return .refused }
    let id = state.document
    let isForgotten = try !reader.isKnown(id)
    let mine = isForgotten ? VersionSet(context: try reader.seen(), siblings: [:]) : try reader.versionSet(of: id)
    let theirs = VersionSet(
      context: state.versions.context, siblings: state.versions.siblings.mapValues(\.head))
    var merged = mine.merged(with: theirs)
    if isForgotten {
      if merged.siblings.isEmpty { return .known }
      merged = VersionSet(context: state.versions.context, siblings: merged.siblings)
    }
    let attributes = try reader.attributes(of: id)
    let together = attributes.merged(with: state.attributes, context: mine.context, others: theirs.context)
    if merged == mine, together == attributes { return .known }
    let new = merged.siblings.keys.filter { mine.siblings[$0] == nil }.compactMap { state.versions.siblings[$0] }
    try stand(merged, adding: new.sorted { $0.dot < $1.dot }, together, of: try documentRow(id), at: now)
    return .merged
  }

  /// - Returns: false when a stamp lies too far ahead.
  private func receive(_ state: DocumentState, at now: Timestamp) throws -> Bool {
    let stamps = state.versions.siblings.values.map(\.stamp) + state.attributes.fields.values.map(\.stamp)
    guard stamps.allSatisfy({ HybridClock.isPlausible($0, at: now) }) else {
      try database.execute(sql: "UPDATE meta SET refused = refused + 1")
      return false
    }
    if let newest = stamps.max() { try keep(HybridClock(last: newest)) }
    return true
  }

  /// Remembers where another store's history stood when everything was exchanged with it.
  package func remember(_ peer: PeerRecord) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO peers (replica, store, lsn, history, writes, at, ours) VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        peer.replica.name, peer.token.store, peer.token.sequence, peer.token.history, Int64(bitPattern: peer.writes),
        peer.at.nanoseconds, peer.ours,
      ])
  }
}
