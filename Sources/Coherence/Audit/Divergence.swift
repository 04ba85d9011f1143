package import FreshetCorpus

/// When a document and its served text began to differ, as far as the source itself shows.
///
/// A write leaves its time in the file, but a file that was moved into place brings an older one with it: then the moment at
/// which its entry changed is taken. Neither can lie before the last proof that both were in step, nor after somebody saw
/// that they weren't. So this is the latest moment at which they can have parted, and an age counted from it is a lower bound.
package enum Divergence {
  /// - Parameters:
  ///   - stamp: of the file that differs; nil for one that is gone.
  ///   - folderChangedAt: of one that is gone: when its folder last lost or gained a name.
  ///   - observedAt: when it was first seen to differ; nil when nobody has.
  ///   - inStepAt: the last proof that both were in step; nil when there is none: then nothing is known.
  package static func began(
    stamp: FileStamp?, folderChangedAt: Timestamp? = nil, observedAt: Timestamp?, inStepAt: Timestamp?, now: Timestamp
  ) -> Timestamp? {
    guard let inStepAt else { return nil }
    let touched = stamp.map { $0.modified > inStepAt && $0.modified <= now ? $0.modified : $0.statusChanged }
    let latest = [touched ?? folderChangedAt, observedAt, now].compactMap(\.self).min() ?? now
    return max(latest, min(inStepAt, now))
  }
}

/// What a store has on record of when a document was last known to be in step, and first seen not to be.
package struct RecordedDivergence: Hashable, Sendable {
  package let observedAt: Timestamp?
  package let inStepAt: Timestamp?

  /// - Parameters:
  ///   - verifiedAt: when what is served was compared with the source itself.
  ///   - seenUpTo: when the last whole look at the source began whose findings are all on record: what it didn't find to
  ///     differ was in step then.
  package init(_ record: (observedAt: Timestamp?, verifiedAt: Timestamp?, seenUpTo: Timestamp?)) {
    observedAt = record.observedAt
    let seen = record.seenUpTo.map { min($0, record.observedAt ?? $0) }
    inStepAt = [record.verifiedAt, seen].compactMap(\.self).max()
  }
}
