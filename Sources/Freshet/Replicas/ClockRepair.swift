internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage

/// The impossible stamps in a store, and what a repair would change.
public struct ClockRepair: Hashable, Sendable {
  /// Whether the store's own clock is so far ahead that other stores would refuse every new write.
  public let isClockAhead: Bool
  /// How many versions and fields have a stamp that no clock can have made by now.
  public let versions, fields: Int
  /// How many other stores this store remembers with an impossible clock.
  public let peers: Int
  /// Documents with stamps to repair, in order.
  public let documents: [DocumentID]
  /// The latest stamp that counts as possible.
  public let latest: Timestamp

  /// Whether any stamp is to be repaired.
  public var isNeeded: Bool { isClockAhead || versions > 0 || fields > 0 || peers > 0 }

  init(_ stray: StrayStamps, at now: Timestamp) {
    (isClockAhead, versions, fields) = (stray.isClockStray, stray.versions, stray.fields)
    (peers, documents) = (stray.peers, stray.documents)
    latest = HybridClock.latestPlausible(at: now).timestamp
  }
}
