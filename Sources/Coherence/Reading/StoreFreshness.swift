package import FreshetCorpus

/// How far one source was seen, according to one committed state of the store.
package struct SourceFreshness: Hashable, Sendable {
  package let source: String
  /// The health of the watcher that holds the source's lease; nil when no watcher is alive.
  package let health: WatchHealth?
  /// According to that watcher, every change up to here is in the journal or in the index; nil when no watcher is
  /// alive.
  package let upTo: Timestamp?
  /// When the last complete scan began whose findings are in the journal or in the index.
  package let scannedAt: Timestamp?

  package init(source: String, health: WatchHealth?, upTo: Timestamp?, scannedAt: Timestamp?) {
    self.source = source
    self.health = health
    self.upTo = upTo
    self.scannedAt = scannedAt
  }

  /// Every change up to here is recorded; nil when the source was never scanned to its end.
  package var watermark: Timestamp? {
    [upTo, scannedAt].compactMap { $0 }.max()
  }
}

/// How far all sources were seen, and the oldest change that isn't indexed yet.
package struct StoreFreshness: Hashable, Sendable {
  package let sources: [SourceFreshness]
  /// The document that has waited longest for its refresh, and since when it is known to have changed.
  package let oldestMark: DocumentMark?

  package init(sources: [SourceFreshness], oldestMark: DocumentMark?) {
    self.sources = sources
    self.oldestMark = oldestMark
  }

  /// Every change of every source up to here is recorded; nil when a source was never scanned to its end, or there is
  /// none.
  package var watermark: Timestamp? {
    let marks = sources.map(\.watermark)
    return marks.contains(nil) ? nil : marks.compactMap { $0 }.min()
  }
}

package struct DocumentMark: Hashable, Sendable {
  package let id: DocumentID
  package let since: Timestamp

  package init(id: DocumentID, since: Timestamp) {
    self.id = id
    self.since = since
  }
}
