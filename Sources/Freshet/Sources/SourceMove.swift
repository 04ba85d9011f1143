internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// A source whose folder is now elsewhere.
public struct SourceMove: Hashable, Sendable {
  /// The moved source.
  public let source: String
  /// The absolute paths of the source's former folder, and of its new one.
  public let from, to: String
  /// How many documents of the source are indexed, and how many of them the new folder has neither by name nor by
  /// content.
  public let documents, missing: Int
  /// Files of the new folder that aren't indexed under their name.
  public let new: Int
}
