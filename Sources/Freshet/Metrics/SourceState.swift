internal import FreshetCorpus
internal import Metrics
internal import FreshetStorage

/// How a source stands at a moment.
struct SourceState: Sendable {
  let source: String
  /// Nil while nobody watches.
  let health: WatchHealth?
  /// Nil for a source that was never seen whole.
  let watermarkAge: Duration?
}
