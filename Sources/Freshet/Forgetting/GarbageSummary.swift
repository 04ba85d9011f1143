internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// What a garbage collection freed, or would.
public struct GarbageSummary: Hashable, Sendable {
  /// Superseded versions that were forgotten.
  public let versions: Int
  /// Removed documents that were forgotten.
  public let documents: Int
  /// How many passages were freed.
  public let passages: Int
  /// How many vectors were freed.
  public let vectors: Int
  /// Texts of pushed documents.
  public let blobs: Int
  /// Of the passages, vectors and pushed texts that were freed.
  public let freedBytes: Int64
  /// Passages that nothing reaches and that were kept too lately to go.
  public let sparedPassages: Int
  /// Of the database's pages that hold nothing: they are used again, or given back by `compact`.
  public let freePageBytes: Int64
  /// Nothing was changed.
  public let isRehearsal: Bool
}
