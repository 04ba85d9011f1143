internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// The result of `RetrievalCache.moveSource`: a source and its new folder.
public struct SourceMove: Hashable, Sendable {
  /// The name of the moved source.
  public let source: String
  /// The absolute paths of the source's former folder (`from`) and of its new folder (`to`).
  public let from, to: String
  /// `documents` counts the source's indexed documents. `missing` counts those that the new folder contains neither
  /// under the same path nor as a file with the same content.
  public let documents, missing: Int
  /// How many files of the new folder have a path that isn't indexed.
  public let new: Int
}
