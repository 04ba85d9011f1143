internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// What one side has received during an exchange.
struct ExchangeTally {
  /// Documents whose state changed here.
  var taken: Set<DocumentID> = []
  /// The documents that either side left out; each appears once.
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

  /// Takes states, and records the replicas whose writes they name.
  mutating func take(_ states: [DocumentState], _ party: ExchangeParty) throws -> StoreWriter.Taken {
    if states.isEmpty { return StoreWriter.Taken() }
    let (sources, resolutions, now) = (party.sources, party.resolutions, party.clock())
    let taken = try writer.write(party.store) { try $0.take(states, of: sources, by: resolutions, at: now) }
    add(taken.refused, isHere: true)
    let refused = Set(taken.refused.map(\.document))
    for state in states.prefix(taken.count) where !refused.contains(state.document) { claims.note(state) }
    return taken
  }

  /// Takes contents that this side asked for, after checking some of the vectors.
  mutating func keep(_ contents: Contents, in space: EmbeddingSpace?, _ party: ExchangeParty) async throws {
    var arrival = try Arrival(contents, in: space, &parted)
    try await party.vectorCheck.check(&arrival, in: space)
    let now = party.clock()
    try writer.write(party.store) { [arrival] in try $0.keep(arrival, in: space, at: now) }
  }
}
