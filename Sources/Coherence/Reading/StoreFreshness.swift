package import FreshetCorpus

/// Up to which moment the changes of one source are recorded, according to one committed state of the store.
package struct SourceFreshness: Hashable, Sendable {
  package let source: String
  /// The health of the source's running watcher; nil if no watcher runs.
  package let health: WatchHealth?
  /// The moment up to which, according to the running watcher, every change is in the journal or the index; nil if no
  /// watcher runs.
  package let upTo: Timestamp?
  /// The start of the last complete scan whose results are in the journal or the index; nil if there is none.
  package let scannedAt: Timestamp?

  package init(source: String, health: WatchHealth?, upTo: Timestamp?, scannedAt: Timestamp?) {
    self.source = source
    self.health = health
    self.upTo = upTo
    self.scannedAt = scannedAt
  }

  /// The moment up to which every change of the source is recorded; nil if the source was never scanned completely.
  package var watermark: Timestamp? {
    [upTo, scannedAt].compactMap { $0 }.max()
  }
}

/// Up to which moment the changes of each source are recorded, and the oldest change that isn't indexed yet.
package struct StoreFreshness: Hashable, Sendable {
  package let sources: [SourceFreshness]
  /// The document that has waited longest for its refresh, and since when Freshet knows of its change; nil if none
  /// waits.
  package let oldestMark: DocumentMark?

  package init(sources: [SourceFreshness], oldestMark: DocumentMark?) {
    self.sources = sources
    self.oldestMark = oldestMark
  }

  /// The moment up to which every change of every source is recorded; nil if a source was never scanned completely, or
  /// if there are no sources.
  package var watermark: Timestamp? {
    let marks = sources.map(\.watermark)
    return marks.contains(nil) ? nil : marks.compactMap { $0 }.min()
  }
}

/// A document that awaits its refresh, and since when Freshet knows that it may have changed.
package struct DocumentMark: Hashable, Sendable {
  package let id: DocumentID
  package let since: Timestamp

  package init(id: DocumentID, since: Timestamp) {
    self.id = id
    self.since = since
  }
}
