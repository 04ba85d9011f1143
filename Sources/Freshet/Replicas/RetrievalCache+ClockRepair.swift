internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// What `repairClock` would change now. Changes nothing.
  public func clockRepair() throws -> ClockRepair {
    let now = clock()
    return ClockRepair(try store.read { try $0.strayStamps(at: now) }, at: now)
  }

  /// Removes impossible stamps: such a write then counts as older than every other write, on every store that runs this
  /// repair. The clock goes back to the newest remaining stamp, or to now. Texts, vectors and the order of superseding
  /// stay as they are.
  ///
  /// Before this call, set this machine's clock to the right time.
  /// - Returns: what the repair changed.
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
