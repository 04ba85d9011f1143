internal import FreshetCoherence
public import FreshetCorpus

/// The result of a sync with another store.
public struct SyncSummary: Hashable, Sendable {
  /// How many requests this store sent; the other store replied to each.
  public internal(set) var rounds = 0
  /// How many bytes this store sent.
  public internal(set) var bytesSent = 0
  /// How many bytes this store received.
  public internal(set) var bytesReceived = 0
  /// How many documents differed between the stores before the sync.
  public internal(set) var differing = 0
  /// How many documents changed in this store.
  public internal(set) var changedHere = 0
  /// How many documents changed in the other store.
  public internal(set) var changedThere = 0
  /// How many texts and vectors this store received.
  public internal(set) var contentsReceived = 0
  /// How many texts and vectors this store sent.
  public internal(set) var contentsSent = 0
  /// Documents that either side left out, sorted by document. They stay unchanged on both sides.
  public internal(set) var refusals: [RefusedDocument] = []
  /// How many documents either side left out.
  public var refused: Int { refusals.count }
  /// The other store's claims about third stores' writes that this store didn't fully believe.
  public internal(set) var cutClaims: [UnbelievedClaim] = []
  /// How many documents this store continues to serve although the other store has removed them. This store doesn't
  /// carry out the removals because they are most of a source's documents.
  public internal(set) var heldHere = 0
  /// How many documents the other store continues to serve although this store has removed them. The other store
  /// doesn't carry out the removals because they are most of a source's documents.
  public internal(set) var heldThere = 0
  /// Documents that this sync changed and of which this store now has conflicting versions.
  public internal(set) var conflicted: [DocumentID] = []
  /// Whether this store has taken a new replica name, because it turned out to be a copy of a store or restored from a
  /// backup.
  public internal(set) var isRenewed = false
  /// Whether both stores use the same embedder, so that they exchanged vectors. If false, each store must embed the
  /// texts that it received.
  public internal(set) var sharesVectors = false
  /// The duration of the sync.
  public internal(set) var took = Duration.zero
  /// This store's session token after the sync. A `session` read with this token sees all that the store received.
  public internal(set) var token: SessionToken?
}
