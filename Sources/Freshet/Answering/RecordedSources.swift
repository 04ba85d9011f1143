internal import FreshetStorage

/// What the store has on record about the sources and their watches, read once for an answer.
struct RecordedSources {
  let records: [SourceRecord]
  let watchers: [WatcherRecord]

  init(_ reader: StoreReader) throws {
    records = try reader.sources()
    watchers = try reader.watchers()
  }
}
