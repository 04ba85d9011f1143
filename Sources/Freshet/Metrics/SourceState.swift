internal import FreshetCorpus
internal import Metrics
internal import FreshetStorage

/// How well a source is watched at a moment, and how old its watermark is.
struct SourceState: Sendable {
  let source: String
  /// How well the source is watched; nil while no process watches it.
  let health: WatchHealth?
  /// The time since the watermark; nil for a source that was never scanned to its end.
  let watermarkAge: Duration?
}
