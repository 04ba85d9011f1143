internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// What a garbage collection freed, or would free.
public struct GarbageSummary: Hashable, Sendable {
  /// Superseded versions that were forgotten.
  public let versions: Int
  /// Removed documents that were forgotten.
  public let documents: Int
  /// How many passages were freed.
  public let passages: Int
  /// How many vectors were freed.
  public let vectors: Int
  /// How many texts of pushed documents were freed.
  public let blobs: Int
  /// The size in bytes of the passages, vectors and pushed texts that were freed.
  public let freedBytes: Int64
  /// How many passages stay although nothing reaches them, because they were needed within the time of grace.
  public let sparedPassages: Int
  /// The size in bytes of the database's free pages. Later writes use them again; `compact` returns them to the disk.
  public let freePageBytes: Int64
  /// Whether this was a rehearsal, which changes nothing.
  public let isRehearsal: Bool
}
