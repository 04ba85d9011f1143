internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// What one side has received during a sync with another store.
struct ExchangeTally {
  /// Documents whose versions changed in this store.
  var taken: Set<DocumentID> = []
  /// The documents that this side or the other side left out of the sync. The first reason of each document counts.
  private(set) var refusals: [DocumentID: RefusedDocument] = [:]
  var removals = PeerRemovals()
  var claims = SeenClaims()
  var parted = PartedText()
  var writer = RenewingWriter()

  mutating func add(_ refused: [Refusal], isHere: Bool) {
    for refusal in refused where refusals[refusal.document] == nil {
      refusals[refusal.document] = RefusedDocument(refusal, isHere: isHere)
    }
  }

  /// Merges received document states (sets of versions) into the store. Records for `claims` which replicas' writes
  /// they contain.
  mutating func take(_ states: [DocumentState], _ party: ExchangeParty) throws -> StoreWriter.Taken {
    if states.isEmpty { return StoreWriter.Taken() }
    let (sources, resolutions, now) = (party.sources, party.resolutions, party.clock())
    let taken = try writer.write(party.store) { try $0.take(states, of: sources, by: resolutions, at: now) }
    add(taken.refused, isHere: true)
    let refused = Set(taken.refused.map(\.document))
    for state in states.prefix(taken.count) where !refused.contains(state.document) { claims.note(state) }
    return taken
  }

  /// Stores the texts and vectors that this side requested, after `VectorCheck` has checked a sample of the vectors.
  mutating func keep(_ contents: Contents, in space: EmbeddingSpace?, _ party: ExchangeParty) async throws {
    var arrival = try Arrival(contents, in: space, &parted)
    try await party.vectorCheck.check(&arrival, in: space)
    let now = party.clock()
    try writer.write(party.store) { [arrival] in try $0.keep(arrival, in: space, at: now) }
  }

  /// Makes `holds`, by source, the only holds on removals that the replica `peer` sent. Writes nothing if there were
  /// none before and there are none now.
  mutating func replaceHolds(by peer: ReplicaID, _ holds: [String: Hold], in store: Store) throws {
    if try holds.isEmpty && !store.read({ try $0.hasHold(by: peer) }) { return }
    try writer.write(store) { try $0.replaceHolds(by: peer, holds) }
  }

  /// Records at the end of a sync what the other store has seen, and its position in its history. Writes nothing if
  /// all of this is on record.
  ///
  /// - Returns: the other store's claims about third stores that this store didn't fully believe.
  mutating func conclude(
    _ greeting: ReplicaGreeting, seen: VersionVector?, _ party: ExchangeParty
  ) throws -> [CutClaim] {
    let (now, claims) = (party.clock(), claims)
    if try party.store.read({ try $0.hasConcluded(greeting, seen: seen, at: now) }) { return [] }
    return try writer.write(party.store) { try $0.conclude(greeting, seen: seen, claims, at: now) }
  }
}
