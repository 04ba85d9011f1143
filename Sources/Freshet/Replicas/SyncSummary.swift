internal import FreshetCoherence
public import FreshetCorpus

/// What an exchange with another store did.
public struct SyncSummary: Hashable, Sendable {
  /// Questions that were put to the other store, each with its answer.
  public internal(set) var rounds = 0
  /// The bytes that went to the other store.
  public internal(set) var bytesSent = 0
  /// The bytes that came from the other store.
  public internal(set) var bytesReceived = 0
  /// Documents that differed.
  public internal(set) var differing = 0
  /// Documents whose state changed here, and there.
  public internal(set) var changedHere = 0
  /// How many documents changed in the other store.
  public internal(set) var changedThere = 0
  /// Texts, vectors and whole documents that came, and went.
  public internal(set) var contentsReceived = 0
  /// How many texts and vectors went to the other store.
  public internal(set) var contentsSent = 0
  /// Documents that either side left out, in order; each one stays as it is on both sides.
  public internal(set) var refusals: [RefusedDocument] = []
  /// How many documents one of the sides left out.
  public var refused: Int { refusals.count }
  /// The other side's claims about third replicas that this side doesn't believe.
  public internal(set) var cutClaims: [UnbelievedClaim] = []
  /// Documents that the other side has removed and this side still serves, because they are most of a source.
  /// `heldThere`: the reverse.
  public internal(set) var heldHere = 0
  /// How many removals the other store holds back.
  public internal(set) var heldThere = 0
  /// Documents that are in conflict here now.
  public internal(set) var conflicted: [DocumentID] = []
  /// This store turned out to be a copy, or restored from a backup: it goes on under another replica's name.
  public internal(set) var isRenewed = false
  /// Both embed alike, so vectors were exchanged; else a store that lacks one embeds it.
  public internal(set) var sharesVectors = false
  /// How long the exchange took.
  public internal(set) var took = Duration.zero
  /// Covers everything that was taken.
  public internal(set) var token: SessionToken?
}
