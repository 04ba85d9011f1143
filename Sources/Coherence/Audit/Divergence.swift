package import FreshetCorpus

/// Estimates when a source file and its served text began to differ.
///
/// The estimate is the file's modification time (mtime), which a write sets. A file that was moved into place keeps an
/// older mtime; then its status change time (ctime) counts. The result never lies before the last proof that file and
/// served text were equal, nor after the first observation that they differ. So it is the latest possible start of the
/// difference, and an age counted from it is a lower bound.
package enum Divergence {
  /// Estimates when a document's source file and its served text began to differ.
  ///
  /// - Parameters:
  ///   - stamp: the stamp of the file that differs; nil if the file is gone.
  ///   - folderChangedAt: if the file is gone, when its folder last lost or gained an entry.
  ///   - observedAt: when Freshet first observed that the document differs; nil if it hasn't observed this.
  ///   - inStepAt: when file and served text were last proven equal; nil without such a proof.
  /// - Returns: the latest moment at which the difference can have begun; nil if `inStepAt` is nil.
  package static func began(
    stamp: FileStamp?, folderChangedAt: Timestamp? = nil, observedAt: Timestamp?, inStepAt: Timestamp?, now: Timestamp
  ) -> Timestamp? {
    guard let inStepAt else { return nil }
    let touched = stamp.map { $0.modified > inStepAt && $0.modified <= now ? $0.modified : $0.statusChanged }
    let latest = [touched ?? folderChangedAt, observedAt, now].compactMap(\.self).min() ?? now
    return max(latest, min(inStepAt, now))
  }
}

/// When a document was last known to equal its source, and when it was first seen to differ, according to the store.
package struct RecordedDivergence: Hashable, Sendable {
  package let observedAt: Timestamp?
  package let inStepAt: Timestamp?

  /// Derives the two times from the store's record of a document. `inStepAt` is the latest time at which, by this
  /// record, the document equalled its source.
  ///
  /// - Parameters:
  ///   - verifiedAt: when the served text was last compared with the source file and found equal.
  ///   - seenUpTo: the start of the last complete scan whose results are all recorded. A document in which that scan
  ///     found no difference equalled its source then.
  package init(_ record: (observedAt: Timestamp?, verifiedAt: Timestamp?, seenUpTo: Timestamp?)) {
    observedAt = record.observedAt
    let seen = record.seenUpTo.map { min($0, record.observedAt ?? $0) }
    inStepAt = [record.verifiedAt, seen].compactMap(\.self).max()
  }
}
