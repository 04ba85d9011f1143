internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// The write times (stamps) in a store that lie impossibly far in the future, and so what `repairClock` changes.
public struct ClockRepair: Hashable, Sendable {
  /// Whether the store's own hybrid clock is so far ahead that other stores would refuse each new write of this store.
  public let isClockAhead: Bool
  /// How many versions and how many fields have a stamp that is later than any plausible clock.
  public let versions, fields: Int
  /// How many other stores have an impossible clock in this store's records.
  public let peers: Int
  /// Documents with impossible stamps, sorted by document.
  public let documents: [DocumentID]
  /// The latest time that still counts as a possible stamp.
  public let latest: Timestamp

  /// Whether `repairClock` has anything to change in the store.
  public var isNeeded: Bool { isClockAhead || versions > 0 || fields > 0 || peers > 0 }

  init(_ stray: StrayStamps, at now: Timestamp) {
    (isClockAhead, versions, fields) = (stray.isClockStray, stray.versions, stray.fields)
    (peers, documents) = (stray.peers, stray.documents)
    latest = HybridClock.latestPlausible(at: now).timestamp
  }
}
