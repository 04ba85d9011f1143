package import FreshetCorpus
internal import GRDB

/// The queue of passages that await vectors. A commit queues a passage with its text; one process at a time leases it
/// (gets the right to embed it until a deadline); and a later commit stores its vector once.
extension StoreWriter {
  /// Leases at most `limit` queued passages to the caller until `expiry`: first passages without a failed attempt, the
  /// oldest first, then the others.
  ///
  /// If a passage's turn comes but no document contains it any longer, removes the passage from the queue.
  ///
  /// - Complexity: O(`limit` log *n*) for *n* queued passages, plus O(log *n*) for each that leaves the queue.
  package func leaseAwaited(
    in space: SpaceID, limit: Int, holder: String, until expiry: Timestamp, at now: Timestamp
  ) throws -> EmbeddingLease {
    var texts: [AwaitedText] = []
    while texts.count < limit {
      let rows = try freeRows(in: space, besides: texts.count, limit: limit - texts.count, at: now)
      for row in rows {
        if let text = try row[3] ? soundText(row, in: space) : forgotten(row, in: space) { texts.append(text) }
      }
      if rows.isEmpty { break }
    }
    return try lease(texts, in: space, holder: holder, until: expiry)
  }

  /// At most `limit` rows at the front of the embedding queue that are due and that no other process has leased.
  ///
  /// - Parameter taken: the number of rows at the front of the queue to skip, because the calling function has already
  ///   taken their passages. That function removed all other rows before them from the queue.
  private func freeRows(in space: SpaceID, besides taken: Int, limit: Int, at now: Timestamp) throws -> [Row] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT a.address, (SELECT text FROM chunks WHERE address = a.address), a.attempts, \(StoreReader.isPlaced)
        FROM awaited a
        WHERE a.space = (SELECT id FROM spaces WHERE fingerprint = ?) AND a.is_buried = 0 AND \(StoreReader.freeAt) <= ?
        ORDER BY \(StoreReader.freeAt), a.queued_at, a.address LIMIT ? OFFSET ?
        """)
    return try Row.fetchAll(statement, arguments: [space.fingerprint.column, now.nanoseconds, limit, taken])
  }

  private func forgotten(_ row: Row, in space: SpaceID) throws -> AwaitedText? {
    let leave = try database.cachedStatement(
      sql: "DELETE FROM awaited WHERE address = ? AND space = (SELECT id FROM spaces WHERE fingerprint = ?)")
    try leave.execute(arguments: [row[0] as DatabaseValue, space.fingerprint.column])
    return nil
  }

  /// The passage in a row of the queue, with its text; nil if the text is damaged, because its vector would belong to
  /// another text. Records a damaged passage as a dead letter: nothing embeds it until its text is stored again.
  private func soundText(_ row: Row, in space: SpaceID) throws -> AwaitedText? {
    guard let address = row.checkedFingerprint(0).map(ContentAddress.init), let attempts = row.checkedInteger(2) else {
      try database.execute(sql: "DELETE FROM awaited WHERE address = ?", arguments: [row[0] as DatabaseValue])
      return nil
    }
    if let text = try reader.soundText(at: address) {
      return AwaitedText(address: address, text: text, attempts: Int(clamping: attempts))
    }
    try database.execute(
      sql: """
        UPDATE awaited SET failure = ?, is_buried = 1
        WHERE address = ? AND space = (SELECT id FROM spaces WHERE fingerprint = ?)
        """,
      arguments: [PassageFailure.damaged, address.fingerprint.column, space.fingerprint.column])
    return nil
  }

  /// Queues those passages of `texts` that have no vector in `space`. Leases those of them that no process is embedding
  /// to the caller until `expiry`, and returns the lease.
  package func leaseMissing(
    _ texts: [ContentAddress: NormalizedText], in space: SpaceID, holder: String, until expiry: Timestamp,
    at now: Timestamp
  ) throws -> EmbeddingLease {
    let missing = try reader.unembedded(texts.keys, in: space)
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO awaited (address, space, queued_at) VALUES (?, (SELECT id FROM spaces WHERE fingerprint = ?), ?)
        ON CONFLICT DO NOTHING
        """)
    var free: [AwaitedText] = []
    for (address, text) in texts.sorted(by: { $0.key < $1.key }) where missing.contains(address) {
      try insert.execute(arguments: [address.fingerprint.column, space.fingerprint.column, now.nanoseconds])
      if try isFree(address, in: space, at: now) { free.append(AwaitedText(address: address, text: text, attempts: 0)) }
    }
    return try lease(free, in: space, holder: holder, until: expiry)
  }

  /// Extends a lease on passages until `expiry`. Passages that another process has taken over stay with that process.
  package func renew(_ lease: EmbeddingLease, until expiry: Timestamp) throws {
    try database.execute(
      sql: "UPDATE awaited SET expires_at = ? WHERE fence = ?", arguments: [expiry.nanoseconds, lease.fence])
  }

  /// Stores the vectors of a batch, for those passages on which `lease` is still the newest lease.
  ///
  /// - Returns: the passages that another process has taken over. This function discards their vectors, because only
  ///   the other process's vectors count.
  package func land(_ batch: EmbeddedBatch, under lease: EmbeddingLease, at now: Timestamp) throws -> Set<
    ContentAddress
  > {
    let held = try heldAddresses(lease)
    let vectors = batch.vectors.filter { held.contains($0.key) }
    let documents = try documentsAwaiting(Array(vectors.keys), in: lease.space)
    try keep(vectors, unknown: batch.unknown, in: lease.space)
    try dismiss(Array(vectors.keys), in: lease.space)
    for id in documents.sorted() { try logEmbedded(id, at: now) }
    return Set(batch.vectors.keys).subtracting(held)
  }

  /// Records that embedding a passage failed, and releases the lease on it.
  package func failAwaited(
    _ address: ContentAddress, under lease: EmbeddingLease, why: String, attempts: Int, retryAt: Timestamp?,
    isDeadLetter: Bool
  ) throws {
    try database.execute(
      sql: """
        UPDATE awaited SET attempts = ?, failure = ?, next_at = ?, is_buried = ?, holder = NULL, fence = NULL,
          expires_at = NULL
        WHERE address = ? AND fence = ?
        """,
      arguments: [attempts, why, retryAt?.nanoseconds, isDeadLetter, address.fingerprint.column, lease.fence])
  }

  /// Releases the lease on passages that the caller has not embedded, so that other processes needn't wait until it
  /// expires.
  package func release(_ lease: EmbeddingLease) throws {
    try database.execute(
      sql: "UPDATE awaited SET holder = NULL, fence = NULL, expires_at = NULL WHERE fence = ?",
      arguments: [lease.fence])
  }

  /// Deletes the damaged vectors at `addresses`, so that their passages are embedded again.
  package func discardUnsound(_ addresses: some Sequence<ContentAddress>, in space: SpaceID) throws {
    let discard = try database.cachedStatement(
      sql: "DELETE FROM vectors WHERE address = ? AND space = (SELECT id FROM spaces WHERE fingerprint = ?)")
    for address in try reader.unembedded(addresses, in: space) {
      try discard.execute(arguments: [address.fingerprint.column, space.fingerprint.column])
    }
  }

  /// Makes dead letters (passages that nothing would retry) and postponed passages of `space` due at once. Removes
  /// passages that no document contains any longer from the queue.
  ///
  /// - Complexity: O(*n* log *n*) for *n* queued passages.
  package func reviveAwaited(in space: SpaceID, at now: Timestamp) throws {
    try forgetUnplaced(in: space, at: now)
    try database.execute(
      sql: """
        UPDATE awaited SET is_buried = 0, next_at = NULL
        WHERE (is_buried OR next_at IS NOT NULL) AND space = (SELECT id FROM spaces WHERE fingerprint = ?)
        """, arguments: [space.fingerprint.column])
  }

  /// Queues those passages of a document that have no vector in `space`. Replaces the document's recorded stand-ins by
  /// `standIns`: by a passage's ordinal, the old passage whose vector searches use until the passage has its own.
  func awaitVectors(
    of document: Int64, in space: SpaceID, _ standIns: [Int: ContentAddress], at now: Timestamp
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO awaited (address, space, queued_at)
        SELECT DISTINCT c.address, s.id, ?2 FROM placements p JOIN chunks c ON c.id = p.chunk
        JOIN spaces s ON s.fingerprint = ?3
        LEFT JOIN vectors v ON v.address = c.address AND v.space = s.id
        WHERE p.document = ?1 AND v.id IS NULL
        ON CONFLICT DO NOTHING
        """, arguments: [document, now.nanoseconds, space.fingerprint.column])
    try database.execute(sql: "DELETE FROM stand_ins WHERE document = ?", arguments: [document])
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO stand_ins (document, ordinal, chunk)
        SELECT p.document, p.ordinal, (SELECT id FROM chunks WHERE address = ?4)
        FROM placements p JOIN chunks c ON c.id = p.chunk JOIN spaces s ON s.fingerprint = ?3
        WHERE p.document = ?1 AND p.ordinal = ?2
          AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.address = c.address AND v.space = s.id)
        """)
    for (ordinal, address) in standIns {
      try insert.execute(
        arguments: [document, ordinal, space.fingerprint.column, address.fingerprint.column])
    }
  }

  private func lease(
    _ texts: [AwaitedText], in space: SpaceID, holder: String, until expiry: Timestamp
  ) throws -> EmbeddingLease {
    let fence = try nextFence()
    let update = try database.cachedStatement(
      sql: """
        UPDATE awaited SET holder = ?, fence = ?, expires_at = ?
        WHERE address = ? AND space = (SELECT id FROM spaces WHERE fingerprint = ?)
        """)
    for text in texts {
      try update.execute(
        arguments: [
          holder, fence, expiry.nanoseconds, text.address.fingerprint.column, space.fingerprint.column,
        ])
    }
    return EmbeddingLease(fence: fence, space: space, texts: texts)
  }

  private func isFree(_ address: ContentAddress, in space: SpaceID, at now: Timestamp) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: """
        SELECT coalesce(a.expires_at, 0) <= ? FROM awaited a JOIN spaces s ON s.id = a.space
        WHERE a.address = ? AND s.fingerprint = ?
        """)
    return try Bool.fetchOne(
      statement, arguments: [now.nanoseconds, address.fingerprint.column, space.fingerprint.column]) ?? false
  }

  private func heldAddresses(_ lease: EmbeddingLease) throws -> Set<ContentAddress> {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT address FROM awaited WHERE fence = ?", arguments: [lease.fence])
    return try Set(Array(rows.map { ContentAddress(try $0.fingerprint(0)) }))
  }

  /// Removes passages from the queue, together with their stand-ins, because they have their vectors now.
  private func dismiss(_ addresses: [ContentAddress], in space: SpaceID) throws {
    let leave = try database.cachedStatement(
      sql: "DELETE FROM awaited WHERE address = ? AND space = (SELECT id FROM spaces WHERE fingerprint = ?)")
    let standDown = try database.cachedStatement(
      sql: """
        DELETE FROM stand_ins WHERE (document, ordinal) IN (
          SELECT p.document, p.ordinal FROM chunks c JOIN placements p ON p.chunk = c.id
          JOIN documents d ON d.id = p.document JOIN spaces s ON s.id = d.space
          WHERE c.address = ? AND s.fingerprint = ?)
        """)
    for address in addresses {
      try leave.execute(arguments: [address.fingerprint.column, space.fingerprint.column])
      try standDown.execute(arguments: [address.fingerprint.column, space.fingerprint.column])
    }
  }

  private func documentsAwaiting(_ addresses: [ContentAddress], in space: SpaceID) throws -> Set<DocumentID> {
    let statement = try database.cachedStatement(
      sql: """
        SELECT DISTINCT d.source, d.path FROM \(StoreReader.documentsOfAwaited)
        WHERE a.address = ? AND d.is_served AND a.space = (SELECT id FROM spaces WHERE fingerprint = ?)
        """)
    var documents: Set<DocumentID> = []
    for address in addresses {
      let rows = try Row.fetchCursor(
        statement, arguments: [address.fingerprint.column, space.fingerprint.column])
      while let row = try rows.next() { try documents.insert(DocumentID(source: row[0], path: row[1])) }
    }
    return documents
  }

  private func logEmbedded(_ id: DocumentID, at now: Timestamp) throws {
    guard let document = try reader.document(id) else { return }
    try log(.embed, id, revision: document.revision, version: try reader.version(of: id), at: now)
    try note(id, .embedded, at: now)
  }

  func forgetUnplaced(in space: SpaceID, at now: Timestamp) throws {
    try database.execute(
      sql: """
        DELETE FROM awaited WHERE space = (SELECT id FROM spaces WHERE fingerprint = ?)
          AND coalesce(expires_at, 0) <= ? AND NOT EXISTS (
            SELECT 1 FROM chunks c JOIN placements p ON p.chunk = c.id WHERE c.address = awaited.address)
        """, arguments: [space.fingerprint.column, now.nanoseconds])
  }

  /// A new lease number (fence), greater than that of every earlier lease. The store refuses the results of work under
  /// a lease that a newer lease has replaced.
  func nextFence() throws -> Int64 {
    guard let fence = try Int64.fetchOne(database, sql: "UPDATE meta SET fence = fence + 1 RETURNING fence") else {
      throw StorageError.damaged(path: path, what: "its meta table has no row")
    }
    return try StoredNumber.check(fence, in: StoredNumber.sequences)
  }
}
