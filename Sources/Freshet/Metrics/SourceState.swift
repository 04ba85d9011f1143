internal import FreshetCorpus
internal import Metrics
internal import FreshetStorage

/// The values of a source's gauges: how well the source is watched, and the age of its watermark (the time up to which
/// all its changes are on record).
struct SourceState: Sendable {
  let source: String
  /// How well the source is watched; nil while no process watches it.
  let health: WatchHealth?
  /// The age of the watermark; nil if the source was never scanned completely.
  let watermarkAge: Duration?
}
