package import FreshetCorpus
internal import GRDB

/// Garbage collection: deletes old versions and removed documents, then the content that is unreachable.
///
/// The collection deletes content only if two independent computations agree: `Garbage`, by SQL joins, and
/// `Reachability`, which reads every reference. The whole collection is one commit, so an interrupted one changes
/// nothing.
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
  /// Deletes old versions, removed documents and unreachable content.
  ///
  /// - Throws: `StorageError.unprovenGarbage` if two computations of the unreachable content disagree; the transaction
  ///   then changes nothing.
  /// - Complexity: O(*p* + *h*) time and memory for *p* passages and *h* placements in kept manifests.
  package func collectGarbage(_ retention: Retention, at now: Timestamp) throws -> CollectedGarbage {
    var collected = CollectedGarbage()
    try forgetUnplaced(at: now)
    collected.versions = try forgetVersions(supersededBy: retention.history)
    collected.documents = try forgetDocuments(removedBy: retention.history)
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
    for revision in garbage.revisions { try remove(revision, &collected) }
    collected.freeBytes = try reader.freeBytes()
    return reached
  }

  func forgetUnplaced(at now: Timestamp) throws {
    for space in try reader.spaces().values { try forgetUnplaced(in: space, at: now) }
  }

  /// Deletes versions that were superseded at or before `cutoff`, and returns their number. A version that is still
  /// served stays, even if writes of other replicas supersede it, until the next comparison with its source.
  private func forgetVersions(supersededBy cutoff: Timestamp) throws -> Int {
    let old = "NOT is_current AND superseded_at <= ? AND (served_from IS NULL OR served_until IS NOT NULL)"
    let row = try Row.fetchOne(
      database, sql: "SELECT count(*), coalesce(max(served_until), 0) FROM versions WHERE \(old)",
      arguments: [cutoff.nanoseconds])
    guard let row, case let count:Int = try row[0], count > 0 else { return 0 }
    try historyIsWhole(from: row[1])
    try database.execute(sql: "DELETE FROM versions WHERE \(old)", arguments: [cutoff.nanoseconds])
    return count
  }

  private func forgetDocuments(removedBy cutoff: Timestamp) throws -> Int {
    let seen = try reader.seen()
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT d.id, d.version, d.attributes, d.dots FROM documents d
        WHERE NOT d.is_served
          AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.source = d.source AND j.path = d.path)
          AND NOT EXISTS (
            SELECT 1 FROM versions v WHERE v.document = d.id
              AND (NOT v.is_current OR v.revision IS NOT NULL OR (v.stamp >> 16) * 1000000 > ?))
        """, arguments: [cutoff.nanoseconds])
    let forgettable = try rows.filter { try isCovered($0, by: seen) }.map { try $0[0] as Int64 }
    if forgettable.isEmpty { return 0 }
    for row in forgettable { try database.execute(sql: "DELETE FROM documents WHERE id = ?", arguments: [row]) }
    try forgetUnusedMounts()
    return forgettable.count
  }

  /// Whether a removed document has no attributes left, and this store has received all writes in the document's causal
  /// context.
  private func isCovered(_ row: Row, by seen: VersionVector) throws -> Bool {
    let attributes = try AttributesColumn.value(row[2])
    guard attributes.values.isEmpty, attributes.tags.isEmpty else { return false }
    let context = try ContextColumns.value(row[1], row[3])
    switch context.vector.order(relativeTo: seen) {
    case .same, .before: return context.dots.allSatisfy(seen.covers)
    case .after, .concurrent: return false
    }
  }

  private func remove(_ passage: Garbage.Passage, _ collected: inout CollectedGarbage) throws {
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

  private func remove(_ revision: Revision, _ collected: inout CollectedGarbage) throws {
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
