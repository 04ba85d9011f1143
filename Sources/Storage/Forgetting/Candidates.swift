package import FreshetCorpus
internal import GRDB

/// The steps in which a garbage collection frees content, so that it holds the writers' lock only for a short time.
///
/// A collection first records what seems unreachable as its candidates. Only then does it read one state of the store
/// and prove by two computations what is unreachable there. From then on a barrier of triggers removes a candidate as
/// soon as a writer stores it again or refers to it. So what is proven, and is still a candidate in a later step, is
/// still unreachable, and the step deletes it. In addition, each step checks the references that SQL finds by a key;
/// manifests, which it would have to read all, rely on the barrier.
///
/// Candidates that a killed collection leaves do no harm: a collection deletes only candidates with its own number.
extension StoreWriter {
  /// Begins a collection.
  ///
  /// - Returns: its number, which no other collection has.
  package func beginCollection() throws -> Int64 {
    let number = try Int64.fetchOne(
      database, sql: "UPDATE meta SET collections = collections + 1 RETURNING collections")
    guard let number else { throw StorageError.damaged(path: path, what: "its meta table has no row") }
    return try StoredNumber.check(number, in: StoredNumber.sequences)
  }

  /// Makes the earlier commits of a collection durable, together with the commit that contains this change. SQLite
  /// doesn't write a commit without a change, so this function updates a row to the value that it has.
  package func endCollection() throws {
    try database.execute(sql: "UPDATE meta SET collections = collections")
  }

  /// Records passages as candidates of a collection.
  package func nominate(_ passages: ArraySlice<Garbage.Passage>, in collection: Int64) throws {
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO passage_candidates (address, collection) VALUES (?, ?)
        ON CONFLICT DO UPDATE SET collection = excluded.collection
        """)
    for passage in passages { try insert.execute(arguments: [passage.address.fingerprint.hex, collection]) }
  }

  /// Records pushed texts as candidates of a collection.
  package func nominate(_ blobs: ArraySlice<Garbage.Blob>, in collection: Int64) throws {
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO blob_candidates (revision, collection) VALUES (?, ?)
        ON CONFLICT DO UPDATE SET collection = excluded.collection
        """)
    for blob in blobs { try insert.execute(arguments: [blob.revision.fingerprint.column, collection]) }
  }

  /// Deletes those of these proven passages that are still candidates of the collection, and that no process stored
  /// after `cutoff`.
  package func free(
    _ passages: ArraySlice<Garbage.Passage>, in collection: Int64, keptBy cutoff: Timestamp,
    _ collected: inout CollectedGarbage
  ) throws {
    let isFree = try database.cachedStatement(
      sql: """
        SELECT 1 FROM chunks c JOIN passage_candidates k ON k.address = ?2 AND k.collection = ?3
        WHERE c.id = ?1 AND c.kept_at <= ?4 AND lower(hex(c.address)) = ?2
          AND NOT EXISTS (SELECT 1 FROM placements p WHERE p.chunk = c.id)
          AND NOT EXISTS (SELECT 1 FROM stand_ins i WHERE i.chunk = c.id)
          AND NOT EXISTS (SELECT 1 FROM awaited a WHERE a.address = c.address)
        """)
    for passage in passages {
      let arguments: StatementArguments = [
        passage.row, passage.address.fingerprint.hex, collection, cutoff.nanoseconds,
      ]
      if try Bool.fetchOne(isFree, arguments: arguments) ?? false { try remove(passage, &collected) }
    }
  }

  /// Deletes those of these proven pushed texts that are still candidates of the collection.
  package func free(
    _ blobs: ArraySlice<Garbage.Blob>, in collection: Int64, _ collected: inout CollectedGarbage
  ) throws {
    let isFree = try database.cachedStatement(
      sql: """
        SELECT 1 FROM blob_candidates WHERE revision = ?1 AND collection = ?2
          AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.revision = ?1)
        """)
    for blob in blobs {
      let arguments: StatementArguments = [blob.revision.fingerprint.column, collection]
      if try Bool.fetchOne(isFree, arguments: arguments) ?? false { try remove(blob.revision, &collected) }
    }
  }

  /// Removes at most `count` candidates of any collections, without deleting their content.
  ///
  /// - Returns: whether candidates are left.
  package func withdrawCandidates(atMost count: Int) throws -> Bool {
    for (table, key) in [("passage_candidates", "address"), ("blob_candidates", "revision")] {
      try database.execute(
        sql: "DELETE FROM \(table) WHERE \(key) IN (SELECT \(key) FROM \(table) LIMIT ?)", arguments: [count])
    }
    return try reader.hasCandidates()
  }
}

extension StoreReader {
  /// Whether a collection, perhaps one that was killed, has candidates.
  package func hasCandidates() throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: "SELECT EXISTS (SELECT 1 FROM passage_candidates) OR EXISTS (SELECT 1 FROM blob_candidates)") ?? false
  }
}
