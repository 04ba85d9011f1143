package import FreshetCorpus

extension RefreshLedger {
  /// What is going on for a document. A document that is in step has no state.
  package enum State: Hashable, Sendable {
    /// The document may have changed. It rests until nothing was observed for a while, but never beyond the deadline.
    case observed(since: Timestamp, restsUntil: Timestamp, deadline: Timestamp)
    case refreshing(since: Timestamp)
    /// The document changed during its refresh, first at `changedAt`: another refresh follows.
    case refreshingAndChanged(since: Timestamp, changedAt: Timestamp)
    /// The last `attempts` refreshes failed, and the document was not observed since.
    case backingOff(until: Timestamp, attempts: Int)
    /// The refresh failed too often: nothing retries it until the document changes again.
    case deadLettered(attempts: Int)

    package var isInFlight: Bool {
      switch self {
      case .refreshing, .refreshingAndChanged: true
      case .observed, .backingOff, .deadLettered: false
      }
    }

    /// When a refresh should begin; nil while one is in flight, and for a dead letter.
    package var dueAt: Timestamp? {
      switch self {
      case .observed(_, let restsUntil, _): restsUntil
      case .backingOff(let until, _): until
      case .refreshing, .refreshingAndChanged, .deadLettered: nil
      }
    }

    /// This state after the clock was set back to `now`: no rest or delay lasts longer than one that begins now.
    func setBack(to now: Timestamp, _ rest: RestingTime, _ retries: RetrySchedule) -> State {
      switch self {
      case .observed(let since, let restsUntil, let deadline):
        .observed(
          since: min(since, now), restsUntil: min(restsUntil, now + rest.gap),
          deadline: min(deadline, now + rest.maxDuration))
      case .refreshing(let since):
        .refreshing(since: min(since, now))
      case .refreshingAndChanged(let since, let changedAt):
        .refreshingAndChanged(since: min(since, now), changedAt: min(changedAt, now))
      case .backingOff(let until, let attempts):
        .backingOff(until: min(until, now + retries.cap), attempts: attempts)
      case .deadLettered:
        self
      }
    }
  }

  /// The result of ending a refresh.
  package struct Consequence: Hashable, Sendable {
    /// The refresh covers the document's observations up to this number: it began after them, and answered them or
    /// failed. 0 if it was overtaken, because then it covers none.
    package let covers: UInt64
    /// Nil when the document is in step.
    package let next: State?
  }
}
