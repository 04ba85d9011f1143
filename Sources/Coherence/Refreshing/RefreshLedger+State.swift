package import FreshetCorpus

extension RefreshLedger {
  /// The progress of a document's refresh. A document that is in step with its source has no state.
  package enum State: Hashable, Sendable {
    /// The document may have changed. Its refresh waits until `restsUntil`, which every further observation postpones,
    /// but not beyond `deadline`.
    case observed(since: Timestamp, restsUntil: Timestamp, deadline: Timestamp)
    /// A refresh of the document is in flight.
    case refreshing(since: Timestamp)
    /// A refresh is in flight, and the document has changed since it began, first at `changedAt`: another refresh
    /// follows.
    case refreshingAndChanged(since: Timestamp, changedAt: Timestamp)
    /// The last `attempts` refreshes failed, and no change was observed since: the next one begins at `until`.
    case backingOff(until: Timestamp, attempts: Int)
    /// Too many refreshes failed: the document isn't refreshed again until it changes.
    case deadLettered(attempts: Int)

    package var isInFlight: Bool {
      switch self {
      case .refreshing, .refreshingAndChanged: true
      case .observed, .backingOff, .deadLettered: false
      }
    }

    /// When the next refresh should begin; nil while one is in flight, and for a dead letter.
    package var dueAt: Timestamp? {
      switch self {
      case .observed(_, let restsUntil, _): restsUntil
      case .backingOff(let until, _): until
      case .refreshing, .refreshingAndChanged, .deadLettered: nil
      }
    }

    /// Returns this state adjusted to a clock that was set back to `now`: no rest or delay ends later than one that
    /// begins at `now`.
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

  /// What the end of a refresh means for the document.
  package struct Consequence: Hashable, Sendable {
    /// The refresh covers the document's observations up to this number, because it began after them. 0 if the refresh
    /// was overtaken, because then it covers none.
    package let covers: UInt64
    /// The document's new state; nil if it is now in step with its source.
    package let next: State?
  }
}
