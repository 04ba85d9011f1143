package import FreshetCorpus

extension RefreshLedger {
  /// What is going on for a document. One that is in step has no state.
  package enum State: Hashable, Sendable {
    /// It may have changed since, and is let rest until nothing was observed for a while; never beyond the deadline.
    case observed(since: Timestamp, restsUntil: Timestamp, deadline: Timestamp)
    case refreshing(since: Timestamp)
    /// A change landed during its refresh, first at `changedAt`: another refresh follows.
    case refreshingAndChanged(since: Timestamp, changedAt: Timestamp)
    /// The last `attempts` refreshes failed, and it was not observed since.
    case backingOff(until: Timestamp, attempts: Int)
    /// It failed too often: no further attempt is made until it changes again.
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

    /// The same, when the clock was set back to `now`.
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

  /// What follows from the end of a refresh.
  package struct Consequence: Hashable, Sendable {
    /// The document's observations up to this number are answered for: by a refresh that began after them, and either
    /// answered them or failed. 0 when it was overtaken, which answers for none.
    package let covers: UInt64
    /// Nil when the document is in step.
    package let next: State?
  }
}
