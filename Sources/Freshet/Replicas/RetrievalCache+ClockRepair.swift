internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// Returns what `repairClock` would change now. Changes nothing itself.
  public func clockRepair() throws -> ClockRepair {
    let now = clock()
    return ClockRepair(try store.read { try $0.strayStamps(at: now) }, at: now)
  }

  /// Removes write times (stamps) that lie impossibly far in the future. A write without a stamp counts as older than
  /// all others, in every store that runs this repair. The store's hybrid clock is set back to the newest remaining
  /// stamp or to now, whichever is later. Texts, vectors and the record of which version supersedes which stay
  /// unchanged.
  ///
  /// Before this call, set this machine's clock to the correct time.
  /// - Returns: the impossible stamps that were found and repaired.
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
