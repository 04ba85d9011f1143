public import FreshetCorpus

/// What a reindexing did.
public struct ReindexSummary: Hashable, Sendable {
  /// Entries of the source: documents, and what was skipped.
  public internal(set) var seen = 0
  /// Documents that were indexed: new ones, changed ones, and those that another chunker or embedder had indexed.
  public internal(set) var changed = 0
  /// Documents that are proven gone and no longer served.
  public internal(set) var removed = 0
  /// How many entries aren't documents, by reason.
  public internal(set) var skipped: [SkipReason: Int] = [:]
  /// Skipped entries that may hold text, as of the end of the run, in order; only those below the paths that the run
  /// was limited to.
  public internal(set) var unread: [SkippedDocument] = []
  /// Documents that could not be indexed, with the reason. Their earlier versions are still served.
  public internal(set) var failures: [DocumentID: AdvisedText] = [:]
  /// Why a source's documents are held back from removal, and what to do about it, by source name. The documents are in
  /// `failures` too.
  public internal(set) var held: [String: AdvisedText] = [:]
  /// Distinct passages that were embedded.
  public internal(set) var passagesEmbedded = 0
  /// Distinct passages of changed documents that needed no embedding.
  public internal(set) var passagesReused = 0
  /// Distinct passages that no document has any more.
  public internal(set) var passagesRetired = 0
  /// Vectors that were replaced, because the embedder gives different ones.
  public internal(set) var mendedVectors = 0
  /// Tokens that were embedded.
  public internal(set) var tokens = 0
  /// How long the run took.
  public internal(set) var duration = Duration.zero
  /// The token of the state after the run.
  public internal(set) var token: SessionToken

  /// How fast the run embedded, over its whole duration.
  public var tokensPerSecond: Double { duration > .zero ? Double(tokens) / (duration / .seconds(1)) : 0 }
  /// Whether every document is indexed.
  public var isComplete: Bool { failures.isEmpty }
}
