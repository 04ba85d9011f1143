internal import Coherence
public import Corpus
internal import Storage

/// What stands in the way of a store's clock, and what a repair would change.
public struct ClockRepair: Hashable, Sendable {
  /// The store's own clock lies too far ahead, so that every new write would be refused by other stores.
  public let isClockAhead: Bool
  /// Versions and fields with a stamp that can't have been made by now.
  public let versions, fields: Int
  /// Other stores whose clock, as it is remembered here, is impossible.
  public let peers: Int
  public let documents: [DocumentID]
  /// The latest stamp that counts as possible.
  public let latest: Timestamp

  public var isNeeded: Bool { isClockAhead || versions > 0 || fields > 0 || peers > 0 }

  init(_ stray: StrayStamps, at now: Timestamp) {
    (isClockAhead, versions, fields) = (stray.isClockStray, stray.versions, stray.fields)
    (peers, documents) = (stray.peers, stray.documents)
    latest = HybridClock.latestPlausible(at: now).timestamp
  }
}

extension RetrievalCache {
  /// What `repairClock` would change now. Changes nothing.
  public func clockRepair() throws -> ClockRepair {
    let now = clock()
    return ClockRepair(try store.read { try $0.strayStamps(at: now) }, at: now)
  }

  /// Takes impossible stamps away: such a write counts as older than every other one, on every store that does this. The clock
  /// goes back to the newest stamp that is left, or to now. Texts, vectors and what supersedes what stay as they are.
  ///
  /// Set this machine's clock right first.
  /// - Returns: what was changed.
  @discardableResult
  public func repairClock() throws -> ClockRepair {
    let now = clock()
    return try store.write { writer in
      let repair = ClockRepair(try writer.reader.strayStamps(at: now), at: now)
      if repair.isNeeded { try writer.repairClock(at: now) }
      return repair
    }
  }
}
