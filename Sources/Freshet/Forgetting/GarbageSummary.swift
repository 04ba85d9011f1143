internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

/// What a garbage collection deleted from the store. For a rehearsal, the numbers state what a garbage collection would
/// delete.
public struct GarbageSummary: Hashable, Sendable {
  /// How many superseded versions were deleted.
  public let versions: Int
  /// How many removed documents were deleted from the records.
  public let documents: Int
  /// How many passages were deleted.
  public let passages: Int
  /// How many vectors were deleted.
  public let vectors: Int
  /// How many whole texts of pushed documents were deleted.
  public let blobs: Int
  /// The total size in bytes of the deleted passages, vectors and pushed texts.
  public let freedBytes: Int64
  /// How many passages remain although nothing refers to them any more, because the grace period after their last use
  /// hasn't ended.
  public let sparedPassages: Int
  /// The size in bytes of the database's free pages. Later writes reuse them; `compact` returns the space to the file
  /// system.
  public let freePageBytes: Int64
  /// Whether this was a rehearsal, which deletes nothing.
  public let isRehearsal: Bool
}
