internal import FreshetCorpus
internal import Metrics
internal import FreshetStorage

/// How well a source is watched at a moment, and how old its watermark is.
struct SourceState: Sendable {
  let source: String
  /// Nil while nobody watches.
  let health: WatchHealth?
  /// Nil for a source that was never seen whole.
  let watermarkAge: Duration?
}
