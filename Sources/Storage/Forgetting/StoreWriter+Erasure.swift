package import FreshetCorpus
internal import Foundation
internal import GRDB

/// Erases a document: deletes its rows and all content that no other document contains. Afterwards `Store.scrub`
/// removes the last bytes from the files.
///
/// The store keeps the document's row, with its name and a removal that supersedes all of its versions. So other
/// replicas remove the document, too. The store also keeps the entries of the change log that name the document. These
/// entries contain the document's name and hashes. They can't be deleted, because each later entry's hash depends on
/// them.
///
/// An erasure also deletes all other passages that no document contains, however recently they were stored, because any
/// of them may have come from this document. At worst another process must embed a passage again.
extension StoreWriter {
  /// Erases a document from the store's tables.
  ///
  /// - Throws: `StorageError.unprovenGarbage` if two computations of the unreachable content disagree; the transaction
  ///   then changes nothing.
  /// - Returns: what the store deleted and kept; nil if no table except the change log mentions the document.
  package func erase(_ id: DocumentID, at now: Timestamp) throws -> Erasure? {
    try database.execute(sql: "PRAGMA secure_delete = ON")
    var erasure = Erasure(document: id, token: try reader.token())
    guard try reader.isKnown(id) else {
      erasure.notes = try forgetNotes(of: id)
      return erasure.notes > 0 ? erasure : nil
    }
    let row = try documentRow(id)
    let traces = try DocumentTraces(of: row, in: reader)
    let (passages, blobs) = (try traces.passages(in: reader), try traces.blobs(in: reader))
    erasure.isRemoval = try writeRemoval(of: id, row, at: now)
    erasure.versions = try forgetVersions(of: row)
    erasure.notes = try forgetNotes(of: id)
    try forgetWords(of: row)
    try forgetAwaited(traces.addresses)
    try note(id, .retired, detail: "erased", at: now)
    let reached = try freeGarbage(keptBy: Timestamp(nanoseconds: .max), &erasure.freed)
    erasure.shared = traces.addresses.intersection(reached.addresses)
    erasure.sharedBy = try reader.holders(of: erasure.shared, limit: 10)
    erasure.erased =
      passages.filter { !erasure.shared.contains($0.key) }.flatMap(\.value)
      + blobs.filter { !reached.revisions.contains($0.key) }.map(\.value) + traces.words.map { Array($0.utf8) }
    erasure.changes = try reader.changeCount(of: id)
    erasure.token = try reader.token()
    return erasure
  }

  /// Writes a removal of the document, which other replicas will receive.
  ///
  /// - Returns: false if the document is removed already, so that no new removal is needed.
  private func writeRemoval(of id: DocumentID, _ row: Int64, at now: Timestamp) throws -> Bool {
    if try isRemoved(id) { return false }
    let revision = try Row.fetchOne(database, sql: "SELECT revision FROM documents WHERE id = ?", arguments: [row])
    guard let revision else { return false }
    try write(nil, to: id, context: try reader.context(of: id), at: now)
    try place([], of: row)
    try log(
      .retire, id, revision: Revision(try revision.fingerprint(0)), version: try reader.version(of: id), at: now)
    return true
  }

  private func isRemoved(_ id: DocumentID) throws -> Bool {
    let (siblings, attributes) = (try reader.versionSet(of: id).siblings, try reader.attributes(of: id))
    return try reader.document(id) == nil && siblings.count == 1 && siblings.values.allSatisfy { $0.revision == nil }
      && attributes.values.isEmpty && attributes.tags.isEmpty
  }

  private func forgetVersions(of row: Int64) throws -> Int {
    let others = "document = ? AND NOT (is_current AND revision IS NULL)"
    let counted = try Row.fetchOne(
      database, sql: "SELECT count(*), coalesce(max(served_until), 0) FROM versions WHERE \(others)", arguments: [row])
    guard let counted, case let count:Int = try counted[0], count > 0 else { return 0 }
    try historyIsWhole(from: counted[1])
    try database.execute(sql: "DELETE FROM versions WHERE \(others)", arguments: [row])
    return count
  }

  private func forgetNotes(of id: DocumentID) throws -> Int {
    try ["transitions", "journal", "skipped"].reduce(0) { count, table in
      try database.execute(
        sql: "DELETE FROM \(table) WHERE source = ? AND path = ?", arguments: [id.source, id.path])
      return count + database.changesCount
    }
  }

  /// Deletes the title, metadata and other values in the document's row. Of the attributes, the row keeps only the
  /// names of fields, each with the write that removed the field, so that no other replica brings the field back.
  private func forgetWords(of row: Int64) throws {
    try database.execute(
      sql: """
        UPDATE documents SET title = NULL, metadata = '{}', revision = zeroblob(32), bytes = 0,
          device = NULL, inode = NULL, modified = NULL, changed = NULL, looked_at = NULL, mounts = NULL
        WHERE id = ?
        """, arguments: [row])
    // If the file was itself a mount point, the row of that mount contains the file's name.
    try forgetUnusedMounts()
  }

  /// Removes passages from the embedding queue, even if a process is embedding them. The store discards vectors that
  /// arrive for a passage without a row in the queue.
  private func forgetAwaited(_ addresses: Set<ContentAddress>) throws {
    let forget = try database.cachedStatement(
      sql: """
        DELETE FROM awaited WHERE address = ?1 AND NOT EXISTS (
          SELECT 1 FROM chunks c JOIN placements p ON p.chunk = c.id WHERE c.address = ?1)
        """)
    for address in addresses { try forget.execute(arguments: [address.fingerprint.column]) }
  }
}

extension StoreReader {
  /// At most `limit` documents, in order, with a version, served or not, that contains one of these passages.
  func holders(of addresses: Set<ContentAddress>, limit: Int) throws -> [DocumentID] {
    if addresses.isEmpty { return [] }
    let rows = try Row.fetchCursor(
      database,
      sql: """
        WITH wanted AS MATERIALIZED (SELECT value AS hex FROM json_each(?))
        SELECT source, path FROM documents WHERE id IN (
          SELECT p.document FROM placements p JOIN chunks c ON c.id = p.chunk WHERE lower(hex(c.address)) IN wanted
          UNION SELECT v.document FROM versions v, json_each(v.manifest) j
          WHERE v.manifest IS NOT NULL AND json_extract(j.value, '$[6]') IN wanted)
        ORDER BY source, path LIMIT ?
        """, arguments: [try JSONColumn.text(addresses.map(\.fingerprint.hex)), limit])
    return try Array(rows.map { try DocumentID(source: $0[0], path: $0[1]) })
  }

  /// Whether the store has a row about the document in a table other than the change log.
  package func hasHeard(of id: DocumentID) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: ["documents", "journal", "skipped", "transitions"]
        .map { "SELECT 1 FROM \($0) WHERE source = ?1 AND path = ?2" }.joined(separator: " UNION ALL ") + " LIMIT 1",
      arguments: [id.source, id.path]) ?? false
  }

  func changeCount(of id: DocumentID) throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT count(*) FROM changes WHERE source = ? AND path = ?", arguments: [id.source, id.path]) ?? 0
  }
}
