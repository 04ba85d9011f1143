package import FreshetCorpus
internal import GRDB

/// Garbage collection: deletes old versions and removed documents, then the content that is unreachable.
///
/// A collection deletes content only if two independent computations agree: `Garbage`, by SQL joins, and
/// `Reachability`, which reads every reference. It runs in steps, each a commit of its own, so that other writers get
/// the lock between them. `Candidates` describes how the proof stays valid from step to step.
///
/// The change log gets no entry, because a collection changes no search result. An index contains the vectors that
/// searches use for passages of served documents. Such passages have placements or are stand-ins, so a collection
/// deletes none of them. A saved index, or one in another process, may reflect an older state. Before it answers, it
/// applies the later entries of the change log. It drops a passage that no document uses any longer without reading the
/// passage's rows.
///
/// A collection also deletes the rows of removed documents and leaves no tombstones. The version vector `seen` of the
/// whole store still covers their writes, so no replica's older state brings such a document back (Gonçalves, Almeida,
/// Baquero and Fonte, "DottedDB: Anti-Entropy without Merkle Trees, Deletes without Tombstones", SRDS 2017).
extension StoreWriter {
  /// Deletes old versions, removed documents and unreachable content in one transaction: what all steps of a collection
  /// delete if no other process writes meanwhile. Holds the writers' lock for the whole time.
  ///
  /// - Throws: `StorageError.unprovenGarbage` if two computations of the unreachable content disagree; the transaction
  ///   then changes nothing.
  /// - Complexity: O(*p* + *h*) time and memory for *p* passages and *h* placements in kept manifests.
  package func collectGarbage(_ retention: Retention, at now: Timestamp) throws -> CollectedGarbage {
    var collected = CollectedGarbage()
    try forgetQueued(try reader.unplacedQueue(at: now)[...], at: now)
    try forgetVersions(try reader.expiredVersions(retention)[...], retention, &collected)
    try forgetDocuments(try reader.expiredDocuments(retention)[...], retention, &collected)
    try forgetUnusedMounts()
    try freeGarbage(keptBy: retention.grace, &collected)
    return collected
  }

  /// Deletes unreachable content, except passages that a process stored after `cutoff`. Adds the numbers of deleted
  /// objects to `collected`, and sets its numbers of spared passages and free bytes.
  ///
  /// - Returns: the reachable content.
  @discardableResult
  func freeGarbage(keptBy cutoff: Timestamp, _ collected: inout CollectedGarbage) throws -> Reachability {
    let reached = try Reachability(of: reader)
    let garbage = try Garbage(in: reader)
    try garbage.prove(against: reached, in: reader)
    let free = garbage.passages.filter { $0.keptAt <= cutoff }
    collected.sparedPassages = garbage.passages.count - free.count
    for passage in free { try remove(passage, &collected) }
    for blob in garbage.blobs { try remove(blob.revision, &collected) }
    collected.freeBytes = try reader.freeBytes()
    return reached
  }

  /// Removes passages from the embedding queue that no document contains and that no process is embedding.
  package func forgetQueued(_ rows: ArraySlice<QueuedPassage>, at now: Timestamp) throws {
    let delete = try database.cachedStatement(
      sql: "DELETE FROM awaited WHERE address = ?2 AND space = ?3 AND \(StoreReader.isUnplaced)")
    for row in rows { try delete.execute(arguments: [now.nanoseconds, row.address.fingerprint.column, row.space]) }
  }

  /// Deletes those of these versions that `retention` doesn't keep. A version that is still served stays, even if
  /// writes of other replicas supersede it, until the next comparison with its source.
  package func forgetVersions(
    _ rows: ArraySlice<ExpiredRow>, _ retention: Retention, _ collected: inout CollectedGarbage
  ) throws {
    let delete = try database.cachedStatement(
      sql: "DELETE FROM versions WHERE id = ?2 AND \(StoreReader.isOldVersion) RETURNING coalesce(served_until, 0)")
    var last: Int64 = 0
    for row in rows {
      let until = try Int64.fetchOne(delete, arguments: [retention.history.nanoseconds, row.row])
      guard let until else { continue }
      last = max(last, until)
      collected.versions += 1
    }
    if last > 0 { try historyIsWhole(from: last) }
  }

  /// Deletes those of these removed documents that `retention` doesn't keep, if this store has received all writes in
  /// their causal contexts.
  package func forgetDocuments(
    _ rows: ArraySlice<ExpiredRow>, _ retention: Retention, _ collected: inout CollectedGarbage
  ) throws {
    let find = try database.cachedStatement(sql: "\(StoreReader.oldDocuments) AND d.id = ?2")
    let delete = try database.cachedStatement(sql: "DELETE FROM documents WHERE id = ?")
    let seen = try reader.seen()
    for row in rows {
      let known = try Row.fetchOne(find, arguments: [retention.history.nanoseconds, row.row])
      guard let known, try reader.isCovered(known, by: seen) else { continue }
      try delete.execute(arguments: [row.row])
      collected.documents += 1
    }
  }

  func remove(_ passage: Garbage.Passage, _ collected: inout CollectedGarbage) throws {
    let vectors = try database.cachedStatement(
      sql: "DELETE FROM vectors WHERE address = ? RETURNING length(components)")
    for size in try Int64.fetchAll(vectors, arguments: [passage.address.fingerprint.column]) {
      collected.vectors += 1
      collected.bytes += size
    }
    let chunk = try database.cachedStatement(
      sql:
        "DELETE FROM chunks WHERE id = ? RETURNING length(CAST(text AS BLOB)) + coalesce(length(CAST(spaced AS BLOB)), 0)"
    )
    collected.bytes += try Int64.fetchOne(chunk, arguments: [passage.row]) ?? 0
    collected.passages += 1
  }

  func remove(_ revision: Revision, _ collected: inout CollectedGarbage) throws {
    let blob = try database.cachedStatement(sql: "DELETE FROM blobs WHERE revision = ? RETURNING length(bytes)")
    collected.bytes += try Int64.fetchOne(blob, arguments: [revision.fingerprint.column]) ?? 0
    collected.blobs += 1
  }
}

extension StoreReader {
  /// The total size in bytes of the database's free pages.
  package func freeBytes() throws -> Int64 {
    let pages = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
    return pages * (try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
  }
}
