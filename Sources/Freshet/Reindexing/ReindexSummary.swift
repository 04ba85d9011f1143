public import FreshetCorpus

/// The result of a reindexing.
public struct ReindexSummary: Hashable, Sendable {
  /// How many entries the sources have: documents and skipped entries.
  public internal(set) var seen = 0
  /// How many documents were indexed: new ones, changed ones, and those that another chunker or embedder had indexed
  /// before.
  public internal(set) var changed = 0
  /// How many documents were removed from the index because their files provably no longer exist.
  public internal(set) var removed = 0
  /// How many entries were skipped, counted by reason.
  public internal(set) var skipped: [SkipReason: Int] = [:]
  /// Skipped entries that may contain text, sorted by document. If the reindexing was limited to some paths, the list
  /// contains only the entries at or below these paths.
  public internal(set) var unread: [SkippedDocument] = []
  /// Documents that could not be indexed, each with the reason. Their earlier versions are still served.
  public internal(set) var failures: [DocumentID: AdvisedText] = [:]
  /// Why missing documents of a source were not removed from the index until a person accepts the loss, and what to do
  /// about it. The keys are names of sources. `failures` contains these documents.
  public internal(set) var held: [String: AdvisedText] = [:]
  /// How many different passages were embedded.
  public internal(set) var passagesEmbedded = 0
  /// How many different passages of changed documents had vectors already.
  public internal(set) var passagesReused = 0
  /// How many different passages no longer occur in any document.
  public internal(set) var passagesRetired = 0
  /// How many stored vectors were replaced because they differed from the embedder's vectors for the same texts.
  public internal(set) var mendedVectors = 0
  /// How many tokens were embedded.
  public internal(set) var tokens = 0
  /// The duration of the reindexing.
  public internal(set) var duration = Duration.zero
  /// The session token after the reindexing: a `session` read with this token sees its result.
  public internal(set) var token: SessionToken

  /// The number of embedded tokens divided by the duration of the whole reindexing in seconds.
  public var tokensPerSecond: Double { duration > .zero ? Double(tokens) / (duration / .seconds(1)) : 0 }
  /// Whether all documents could be indexed.
  public var isComplete: Bool { failures.isEmpty }
}
