internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// What both sides of an exchange need from their cache.
struct ExchangeParty: Sendable {
  let store: Store
  let sources: SourceSet
  let resolutions: ResolutionSet
  let clock: WallClock
  let acceptsDeletions: Bool
  let vectorCheck: VectorCheck
}

/// What one side has received during an exchange.
struct ExchangeTally {
  /// Documents whose state changed here.
  var taken: Set<DocumentID> = []
  /// What either side left out; each document appears once.
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

/// A document that an exchange left out: it stays as it is on both sides.
public struct RefusedDocument: Hashable, Sendable {
  public let document: DocumentID
  let why: Refusal.Reason
  /// `stamp`, `contents`, `damaged` or `tooLong`.
  public var reason: String { why.rawValue }
  /// True if this side left it out, false if the other side did.
  public let isHere: Bool
  /// Whether the advised command is about this side's store.
  package var isMendedHere: Bool { why == .damaged ? isHere : !isHere }

  init(_ refusal: Refusal, isHere: Bool) {
    (document, why, self.isHere) = (refusal.document, refusal.why, isHere)
  }
}

extension RefusedDocument: CustomStringConvertible {
  public var description: String {
    let (receiver, sender) = isHere ? ("this store", "the other store") : ("the other store", "this store")
    let clause =
      switch why {
      case .stamp:
        "refused by \(receiver), because its stamp lies too far ahead: set the clocks right, or run "
          + "`freshet repair clock` for \(sender)"
      case .contents:
        "left out by \(receiver), because a passage of it is damaged in \(sender): run `freshet reindex --all` for "
          + sender
      case .damaged: "left out, because it is damaged in \(receiver): run `freshet reindex --all` for \(receiver)"
      case .tooLong: "left out by \(receiver), because it is too long to be exchanged"
      }
    return "\(document) \(clause)"
  }
}
