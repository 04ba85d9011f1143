internal import Freshet

extension WatchEvent {
  /// The line that reports the event to the user; nil for an event that needs no report.
  var line: AdvisedText? {
    switch self {
    case .standingBy(let source, let holder): "\(source): standing by while \(holder) watches this source"
    case .began(let source, let policy): "\(source): watching, \(policy)"
    case .health(let source, let health, _): "\(source): \(health.sentence)"
    case .observed, .served, .embedded: nil
    case .embedderFailed(let why): "the embedder failed: \(why); the watch retries"
    case .failed(let document, let why, let attempts, let retryAt):
      "failed: \(document): \(why) (attempt \(attempts), the next at \(retryAt))"
    case .deadLettered(let document, let why, let attempts):
      "dead letter: \(document): \(why) (after \(attempts.counted("attempt")); the watch retries when the document changes)"
    case .heldBack(let source, let why): "\(source): removals of documents are held back: \(why)"
    case .interrupted(let source, let why): "\(source): the watch was interrupted and starts again: \(why)"
    }
  }

  /// Whether the user sees the event even with `watch --quiet`.
  var isTrouble: Bool {
    switch self {
    case .embedderFailed, .failed, .deadLettered, .heldBack, .interrupted: true
    case .health(_, .blind, _): true
    default: false
    }
  }
}
