package import FreshetCorpus

/// How far one source was seen, as one committed state of the store tells it.
package struct SourceFreshness: Hashable, Sendable {
  package let source: String
  /// Of the watcher that holds the source's lease; nil when none is alive.
  package let health: WatchHealth?
  /// Every change up to here is in the journal or in the index, by that watcher's word; nil when none is alive.
  package let upTo: Timestamp?
  /// When the last whole scan began whose findings are in the journal or in the index.
  package let scannedAt: Timestamp?

  package init(source: String, health: WatchHealth?, upTo: Timestamp?, scannedAt: Timestamp?) {
    self.source = source
    self.health = health
    self.upTo = upTo
    self.scannedAt = scannedAt
  }

  /// Every change up to here is on record; nil when the source was never seen whole.
  package var watermark: Timestamp? {
    [upTo, scannedAt].compactMap { $0 }.max()
  }
}

/// How far all sources were seen, and what was seen and isn't indexed yet.
package struct StoreFreshness: Hashable, Sendable {
  package let sources: [SourceFreshness]
  /// The document that waits longest, and since when it is known to have changed.
  package let oldestMark: DocumentMark?

  package init(sources: [SourceFreshness], oldestMark: DocumentMark?) {
    self.sources = sources
    self.oldestMark = oldestMark
  }

  /// The source that was seen least far, and how far; nil when every source was never seen, or there is none.
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
