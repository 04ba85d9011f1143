package import FreshetCorpus
internal import GRDB

extension StoreReader {
  package func openWork(in space: SpaceID?) throws -> OpenWork {
    var work = OpenWork()
    let rows = try Row.fetchAll(
      database, sql: "SELECT source, count(*) FROM journal WHERE NOT is_buried GROUP BY source")
    for row in rows { try work.marked[row[0]] = row[1] }
    for id in try deadLetteredDocuments() { work.deadLetters[id.source, default: 0] += 1 }
    if let space { work.passages = try awaitedCount(in: space) }
    return work
  }

  /// The documents that are dead letters (not retried until they change or `reindex` runs), or that contain a passage
  /// that is one.
  private func deadLetteredDocuments() throws -> Set<DocumentID> {
    let rows = try Row.fetchAll(database, sql: "SELECT source, path FROM journal WHERE is_buried")
    return try Set(rows.map { try DocumentID(source: $0[0], path: $0[1]) }).union(
      failedPassages(onlyDeadLetters: true).keys)
  }
}
