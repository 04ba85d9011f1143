package import FreshetCorpus

/// When a document and its served text began to differ, as far as the source itself shows.
///
/// A write sets the modification time of a file. A file that was moved into place brings an older time with it; then
/// the moment at which its entry changed counts. The result never lies before the last proof that both were in step,
/// nor after somebody saw that they weren't. So it is the latest moment at which the two can have begun to differ, and
/// an age counted from it is a lower bound.
package enum Divergence {
  /// - Parameters:
  ///   - stamp: the stamp of the file that differs; nil if the file is gone.
  ///   - folderChangedAt: if the file is gone, when its folder last lost or gained a name.
  ///   - observedAt: when somebody first saw that the document differs; nil if nobody has.
  ///   - inStepAt: the last proof that both were in step. Without one, the result is nil.
  package static func began(
    stamp: FileStamp?, folderChangedAt: Timestamp? = nil, observedAt: Timestamp?, inStepAt: Timestamp?, now: Timestamp
  ) -> Timestamp? {
    guard let inStepAt else { return nil }
    let touched = stamp.map { $0.modified > inStepAt && $0.modified <= now ? $0.modified : $0.statusChanged }
    let latest = [touched ?? folderChangedAt, observedAt, now].compactMap(\.self).min() ?? now
    return max(latest, min(inStepAt, now))
  }
}

/// When a document was last known to be in step with its source, and first seen to differ, as a store recorded it.
package struct RecordedDivergence: Hashable, Sendable {
  package let observedAt: Timestamp?
  package let inStepAt: Timestamp?

  /// - Parameters:
  ///   - verifiedAt: when the served text was last compared with the source itself.
  ///   - seenUpTo: when the last look at the whole source began whose findings are all recorded. A document that this
  ///     look didn't find to differ was in step then.
  package init(_ record: (observedAt: Timestamp?, verifiedAt: Timestamp?, seenUpTo: Timestamp?)) {
    observedAt = record.observedAt
    let seen = record.seenUpTo.map { min($0, record.observedAt ?? $0) }
    inStepAt = [record.verifiedAt, seen].compactMap(\.self).max()
  }
}
