internal import FreshetCorpus

extension RefreshLedger {
  /// Ends the refresh of the document. If the refresh failed, returns the action that records the back-off or the dead
  /// letter. Returns no action if it didn't fail, or if the document changed meanwhile, because then another refresh
  /// follows.
  mutating func conclude(_ id: DocumentID, _ end: RefreshEnd, now: Timestamp) -> [RefreshAction] {
    let consequence = self.end(id, end, now: now)
    guard case .failed(let why) = end else { return [] }
    switch consequence.next {
    case .backingOff(let until, let attempts):
      return [.backOff(id, attempts: attempts, why: why, until: until)]
    case .deadLettered(let attempts):
      return [.deadLetter(id, attempts: attempts, why: why)]
    case .observed, .refreshing, .refreshingAndChanged, nil:
      return []
    }
  }

  /// Begins at most `limit` of the refreshes that are due. Returns the action that performs them; empty if none is due.
  mutating func refreshDue(_ manner: RefreshManner, now: Timestamp, limit: Int = .max) -> [RefreshAction] {
    let due = beginDue(now: now, limit: limit)
    return due.isEmpty ? [] : [.refresh(due, manner)]
  }
}
