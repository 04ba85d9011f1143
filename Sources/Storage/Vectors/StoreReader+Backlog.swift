package import FreshetCorpus
internal import GRDB

/// What is still to be done, counted for a dashboard: quickly, whatever waits.
package struct OpenWork: Hashable, Sendable {
  /// Documents that differ from what is indexed, by source; those that were given up aren't among them.
  package var waiting: [String: Int] = [:]
  /// Documents that are tried no more until they change, by source.
  package var buried: [String: Int] = [:]
  /// Served passages without a vector.
  package var passages = 0

  package init() {}
}

extension StoreReader {
  package func openWork(in space: SpaceID?) throws -> OpenWork {
    var work = OpenWork()
    let rows = try Row.fetchAll(
      database, sql: "SELECT source, count(*) FROM journal WHERE NOT is_buried GROUP BY source")
    for row in rows { try work.waiting[row[0]] = row[1] }
    for id in try buriedDocuments() { work.buried[id.source, default: 0] += 1 }
    if let space { work.passages = try awaitedCount(in: space) }
    return work
  }

  /// Those whose refresh was given up, and those with a passage whose embedding was.
  private func buriedDocuments() throws -> Set<DocumentID> {
    let rows = try Row.fetchAll(database, sql: "SELECT source, path FROM journal WHERE is_buried")
    return try Set(rows.map { try DocumentID(source: $0[0], path: $0[1]) }).union(failedPassages(onlyBuried: true).keys)
  }
}
