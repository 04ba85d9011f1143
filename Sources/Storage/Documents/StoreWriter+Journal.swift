package import FreshetCorpus
internal import GRDB

/// Records observations (possible changes of a source that aren't indexed yet) in the table `journal`.
///
/// Each observation has a number. A refresh compares the source with the store at one moment. It deletes a document's
/// journal row only if the row's observation isn't newer than that moment. So a later change keeps its row, whichever
/// process observed it.
extension StoreWriter {
  /// Marks documents as possibly changed, before this process reads any of them. A document that is marked already
  /// keeps the time of its first observation, but gets the new observation number, and is due again at once.
  package func observe(_ documents: [DocumentID], at now: Timestamp) throws {
    if documents.isEmpty { return }
    try database.execute(sql: "UPDATE meta SET observations = observations + 1")
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO journal (source, path, observed_at, observation) VALUES (?, ?, ?, (SELECT observations FROM meta))
        ON CONFLICT DO UPDATE SET observation = excluded.observation, next_at = NULL, is_buried = 0, is_held = 0
        """)
    let unskip = try database.cachedStatement(
      sql: "DELETE FROM skipped WHERE source = ? AND path = ?")
    for id in documents {
      if try !hasMark(id) { try note(id, .observed, at: now) }
      try insert.execute(arguments: [id.source, id.path, now.nanoseconds])
      try unskip.execute(arguments: [id.source, id.path])
    }
  }

  /// Records that indexing a document failed. It stays in the journal, and its older revision stays served.
  ///
  /// - Parameters:
  ///   - attempts: the number of failed attempts; nil adds 1 to the recorded number.
  ///   - retryAt: when to retry; nil if the next process decides.
  ///   - isDeadLetter: whether to retry only after the document changes or `reindex` runs.
  ///   - isHeldBack: whether the document is part of a suspiciously large removal. It stays served until a person
  ///     confirms the removal.
  package func fail(
    _ id: DocumentID, why: String, attempts: Int? = nil, retryAt: Timestamp? = nil, isDeadLetter: Bool = false,
    isHeldBack: Bool = false, at now: Timestamp
  ) throws {
    let fail = try database.cachedStatement(
      sql: """
        INSERT INTO journal (source, path, observed_at, attempts, failure, next_at, is_buried, is_held)
        VALUES (?1, ?2, ?3, coalesce(?4, 1), ?5, ?6, ?7, ?8)
        ON CONFLICT DO UPDATE SET attempts = coalesce(?4, attempts + 1), failure = excluded.failure,
          next_at = excluded.next_at, is_buried = excluded.is_buried, is_held = excluded.is_held
        """)
    try fail.execute(
      arguments: [id.source, id.path, now.nanoseconds, attempts, why, retryAt?.nanoseconds, isDeadLetter, isHeldBack])
    try database.execute(
      sql: "DELETE FROM skipped WHERE source = ? AND path = ?", arguments: [id.source, id.path])
    try note(id, isDeadLetter ? .deadLettered : .failed, detail: why, at: now)
  }

  /// Records that a comparison found the indexed revision in the source, and removes the document's mark. From now on
  /// the file's stamp (size, times, device and inode) is evidence for that revision.
  ///
  /// - Parameter moment: the store's position before the comparison began.
  /// - Returns: `.overtaken` if the comparison is outdated, or if the index no longer serves this revision; then
  ///   nothing is recorded.
  @discardableResult
  package func confirm(_ id: DocumentID, stamped: StampedRevision, over moment: Moment) throws -> CommitOutcome {
    if try isOvertaken(id, moment) { return .overtaken }
    let stamp = stamped.stamp
    let update = try database.cachedStatement(
      sql: """
        UPDATE documents SET method = 'contentHash', verified_at = ?, device = ?, inode = ?,
          modified = ?, changed = ?, looked_at = ?, mounts = ?
        WHERE source = ? AND path = ? AND revision = ? AND is_served
        """)
    try update.execute(
      arguments: [
        stamped.lookedAt.nanoseconds, Int64(bitPattern: stamp.device),
        Int64(bitPattern: stamp.inode), stamp.modified.nanoseconds,
        stamp.statusChanged.nanoseconds, stamped.lookedAt.nanoseconds, try row(of: stamped.mounts), id.source, id.path,
        stamped.revision.fingerprint.column,
      ])
    guard database.changesCount > 0 else { return .overtaken }
    try prevail(stamped.revision, of: id, at: stamped.lookedAt)
    if try hasMark(id) { try note(id, .confirmed, at: stamped.lookedAt) }
    try answer(id, upTo: moment)
    return .committed
  }

  /// Makes the served revision, which the source contains at present, supersede all versions from other replicas with
  /// different content.
  private func prevail(_ revision: Revision, of id: DocumentID, at now: Timestamp) throws {
    let set = try reader.versionSet(of: id)
    if set.agrees(on: revision) { return }
    guard let manifest = try reader.manifest(of: id) else { return }
    let version = try installedVersion(manifest.content, of: id, at: now)
    try place([(version, manifest.placements)], of: try documentRow(id))
    try awaitVectors(of: try documentRow(id), in: manifest.space, [:], at: now)
    try log(.install, id, revision: revision, version: try reader.version(of: id), at: now)
  }

  /// Removes a document's mark from the journal, because a refresh that began at `moment` has ended. If a process
  /// observed the document again after `moment`, the mark stays, and its document counts as waiting since `moment` at
  /// the earliest. Also deletes the record that the document was skipped.
  package func answer(_ id: DocumentID, upTo moment: Moment) throws {
    let delete = try database.cachedStatement(
      sql: "DELETE FROM journal WHERE source = ? AND path = ? AND observation <= ?")
    try delete.execute(arguments: [id.source, id.path, moment.observation])
    if let takenAt = moment.takenAt {
      let waitAnew = try database.cachedStatement(
        sql: "UPDATE journal SET observed_at = max(observed_at, ?) WHERE source = ? AND path = ?")
      try waitAnew.execute(arguments: [takenAt.nanoseconds, id.source, id.path])
    }
    let answer = try database.cachedStatement(
      sql: "UPDATE documents SET answered = max(answered, ?) WHERE source = ? AND path = ?")
    try answer.execute(arguments: [moment.observation, id.source, id.path])
    let unskip = try database.cachedStatement(sql: "DELETE FROM skipped WHERE source = ? AND path = ?")
    try unskip.execute(arguments: [id.source, id.path])
  }

  /// Records that an entry of a source is no document, and why. Does nothing for a served document.
  @discardableResult
  package func skip(
    _ id: DocumentID, _ entry: SkipRecord, over moment: Moment, at now: Timestamp
  ) throws -> CommitOutcome {
    if try reader.document(id) != nil { return .overtaken }
    try answer(id, upTo: moment)
    if try hasMark(id) { return .overtaken }
    let stamp = entry.stamped?.stamp
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO skipped (source, path, reason, revision, bytes,
          device, inode, modified, changed, looked_at, form)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id.source, id.path, entry.reason.rawValue, entry.stamped?.revision.fingerprint.column,
        stamp?.sizeInBytes, stamp.map { Int64(bitPattern: $0.device) },
        stamp.map { Int64(bitPattern: $0.inode) }, stamp?.modified.nanoseconds,
        stamp?.statusChanged.nanoseconds, entry.stamped?.lookedAt.nanoseconds, entry.text?.rawValue,
      ])
    let detail = [entry.reason.rawValue, entry.text?.title].compactMap(\.self).joined(separator: ": ")
    try note(id, .skipped, detail: detail, at: entry.stamped?.lookedAt ?? now)
    return .committed
  }

  /// Records `began`, the time when a complete scan of a source began, as `seenUpTo`. Call it after marking every
  /// document that the scan found to differ. The recorded time never decreases.
  package func recordSight(of source: String, began: Timestamp) throws {
    try database.execute(
      sql: "UPDATE sources SET seen_up_to = max(coalesce(seen_up_to, 0), ?) WHERE name = ?",
      arguments: [began.nanoseconds, source])
  }

  /// Records that a complete scan of a source ended at `now`, and that it found `ignoredCount` entries that ignore
  /// rules exclude.
  ///
  /// - Parameter root: the identity of the scanned folder, which the store records as the source's folder; nil leaves
  ///   the recorded identity unchanged.
  package func finishScan(of source: String, ignoredCount: Int, root: RootIdentity?, at now: Timestamp) throws {
    try database.execute(
      sql: "UPDATE sources SET scanned_at = ?, ignored = ? WHERE name = ?",
      arguments: [now.nanoseconds, ignoredCount, source])
    if let root { try know(root, of: source) }
  }

  /// Increments the number of scans that found a folder other than the recorded one at the source's path. A process
  /// that notices the new number scans the whole source again.
  package func recordLookElsewhere(of source: String) throws {
    try database.execute(sql: "UPDATE sources SET elsewhere = elsewhere + 1 WHERE name = ?", arguments: [source])
  }

  /// Makes `root` a source's folder. Deletes the stamps (sizes, times, devices and inodes) of the former folder's
  /// files, because they prove nothing about files in the new folder.
  package func move(source: String, to root: String, _ identity: RootIdentity) throws {
    try register(source: source, root: root)
    try know(identity, of: source)
    try endHold(of: source)
    for table in ["documents", "skipped"] {
      try database.execute(
        sql: """
          UPDATE \(table) SET device = NULL, inode = NULL, modified = NULL, changed = NULL, looked_at = NULL
            \(table == "documents" ? ", mounts = NULL" : "")
          WHERE source = ?
          """, arguments: [source])
    }
  }

  private func know(_ root: RootIdentity, of source: String) throws {
    try database.execute(
      sql: "UPDATE sources SET device = ?, inode = ?, born = ?, resolved = ? WHERE name = ?",
      arguments: [
        Int64(bitPattern: root.device), Int64(bitPattern: root.inode), root.born?.nanoseconds, root.path, source,
      ])
  }

  func hasMark(_ id: DocumentID) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: "SELECT EXISTS (SELECT 1 FROM journal WHERE source = ? AND path = ?)")
    return try Bool.fetchOne(statement, arguments: [id.source, id.path]) ?? false
  }
}
