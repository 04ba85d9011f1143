internal import FreshetCoherence
public import FreshetCorpus

/// What an exchange with another store did.
public struct SyncSummary: Hashable, Sendable {
  /// How many questions went to the other store, each with its answer.
  public internal(set) var rounds = 0
  /// The bytes that went to the other store.
  public internal(set) var bytesSent = 0
  /// The bytes that came from the other store.
  public internal(set) var bytesReceived = 0
  /// How many documents differed.
  public internal(set) var differing = 0
  /// How many documents changed in this store.
  public internal(set) var changedHere = 0
  /// How many documents changed in the other store.
  public internal(set) var changedThere = 0
  /// How many texts and vectors came from the other store.
  public internal(set) var contentsReceived = 0
  /// How many texts and vectors went to the other store.
  public internal(set) var contentsSent = 0
  /// Documents that either side left out, in order; each one stays as it is on both sides.
  public internal(set) var refusals: [RefusedDocument] = []
  /// How many documents either side left out.
  public var refused: Int { refusals.count }
  /// The other side's claims about third replicas that this side doesn't believe.
  public internal(set) var cutClaims: [UnbelievedClaim] = []
  /// How many documents this store serves although the other side has removed them, because they are most of a source.
  public internal(set) var heldHere = 0
  /// How many removals the other store holds back.
  public internal(set) var heldThere = 0
  /// Documents that are in conflict here now.
  public internal(set) var conflicted: [DocumentID] = []
  /// Whether this store turned out to be a copy, or restored from a backup: it continues under a new replica name.
  public internal(set) var isRenewed = false
  /// Whether both stores embed alike, so that vectors were exchanged. Otherwise each store embeds what it received.
  public internal(set) var sharesVectors = false
  /// How long the exchange took.
  public internal(set) var took = Duration.zero
  /// The session token of this store after the exchange: an answer with it covers everything that this store received.
  public internal(set) var token: SessionToken?
}
