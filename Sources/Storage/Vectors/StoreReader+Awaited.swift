package import FreshetCorpus
internal import GRDB

/// Queries for passages that await vectors: their text is stored, and they are queued for embedding.
extension StoreReader {
  /// An SQL join of the awaited passages `a` (queued for embedding) with the documents `d` that contain them.
  ///
  /// CROSS JOIN makes SQLite start with the few awaited passages. Otherwise its planner would scan all placements.
  static let documentsOfAwaited = """
    awaited a CROSS JOIN chunks c ON c.address = a.address CROSS JOIN placements p ON p.chunk = c.id
    CROSS JOIN documents d ON d.id = p.document AND d.space = a.space
    """

  /// The number of served passages that a process may embed in `space` now, and the time when the oldest was queued.
  /// Omits dead letters, passages that a process is embedding, and passages that wait for a retry.
  package func awaitedCount(in space: SpaceID, at now: Timestamp) throws -> (passages: Int, oldest: Timestamp?) {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT count(*), min(a.queued_at) FROM awaited a
        WHERE a.space = (SELECT id FROM spaces WHERE fingerprint = ?1) AND a.is_buried = 0 AND \(Self.freeAt) <= ?2
          AND \(Self.isPlaced)
        """, arguments: [space.fingerprint.column, now.nanoseconds])
    return try (row?[0] ?? 0, row?.moment(1))
  }

  /// The earliest time at which a process may embed a served passage that has no vector in `space`; nil if only dead
  /// letters, or no passages, await a vector. The time is 0 if a process may embed a passage at once. After a failed
  /// attempt, a passage waits until its retry is due. While a process has a lease on it, a passage waits until the
  /// lease expires.
  ///
  /// - Complexity: O(log *n*) for *n* queued passages, plus O(log *n*) for each earlier queued passage that no document
  ///   contains.
  package func nextAwaited(in space: SpaceID) throws -> Timestamp? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(Self.freeAt) FROM awaited a
        WHERE a.space = (SELECT id FROM spaces WHERE fingerprint = ?) AND a.is_buried = 0 AND \(Self.isPlaced)
        ORDER BY \(Self.freeAt), a.queued_at LIMIT 1
        """)
    return try Int64.fetchOne(statement, arguments: [space.fingerprint.column]).map(Timestamp.init(nanoseconds:))
  }

  /// A document's passages that await vectors, in order, each with the number of failed attempts and the last error.
  package func awaited(by id: DocumentID) throws -> [(ordinal: Int, attempts: Int, failure: String?)] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT p.ordinal, a.attempts, a.failure FROM documents d JOIN placements p ON p.document = d.id
        JOIN chunks c ON c.id = p.chunk JOIN awaited a ON a.address = c.address AND a.space = d.space
        WHERE d.source = ? AND d.path = ? AND d.is_served ORDER BY p.ordinal
        """, arguments: [id.source, id.path])
    return try Array(rows.map { try ($0.count(0), $0.count(1), $0[2]) })
  }

  /// The addresses of served passages that have no vector in `space`. Passages of new revisions that are embedded first
  /// and served afterwards aren't included.
  package func awaitedAddresses(in space: SpaceID) throws -> Set<ContentAddress> {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT address FROM awaited a
        WHERE space = (SELECT id FROM spaces WHERE fingerprint = ?) AND \(Self.isPlaced)
        """, arguments: [space.fingerprint.column])
    return try Set(Array(rows.compactMap { $0.checkedFingerprint(0).map(ContentAddress.init) }))
  }

  /// The number of served passages that have no vector in `space`.
  package func awaitedCount(in space: SpaceID) throws -> Int {
    let count = try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM awaited a
        WHERE space = (SELECT id FROM spaces WHERE fingerprint = ?) AND \(Self.isPlaced)
        """, arguments: [space.fingerprint.column])
    return count ?? 0
  }

  /// The number of passages that are queued for embedding, in all spaces. Includes passages that no document contains
  /// any longer.
  ///
  /// - Complexity: O(*n*) for *n* queued passages, but it reads only an index: about a millisecond for 100,000.
  package func queueLength() throws -> Int {
    try Int.fetchOne(database.cachedStatement(sql: "SELECT count(*) FROM awaited")) ?? 0
  }

  /// Whether a process is embedding a passage in `space` at `now`.
  package func isBeingEmbedded(in space: SpaceID, at now: Timestamp) throws -> Bool {
    let isLeased = try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM awaited
          WHERE space = (SELECT id FROM spaces WHERE fingerprint = ?) AND expires_at > ?)
        """, arguments: [space.fingerprint.column, now.nanoseconds])
    return isLeased ?? false
  }

  /// An SQL expression: the time from which on a process may embed the passage `a`; 0 for at once. An SQL index
  /// contains exactly this expression, so don't rewrite it.
  static let freeAt = "max(coalesce(a.next_at, 0), coalesce(a.expires_at, 0))"

  static let isPlaced =
    "EXISTS (SELECT 1 FROM chunks c JOIN placements p ON p.chunk = c.id WHERE c.address = a.address)"

  package func isAwaited(_ address: ContentAddress, in space: SpaceID) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: """
        SELECT EXISTS (SELECT 1 FROM awaited a JOIN spaces s ON s.id = a.space
          WHERE a.address = ? AND s.fingerprint = ?)
        """)
    return try Bool.fetchOne(statement, arguments: [address.fingerprint.column, space.fingerprint.column]) ?? false
  }

  /// A served document's passages in `space`, in order. Each comes with the passage whose vector searches use for it:
  /// the passage itself or its stand-in (an old passage whose vector serves until the new one exists).
  package func answers(of id: DocumentID, in space: SpaceID) throws -> [PassageAnswer] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT c.address, sc.address,
          EXISTS (SELECT 1 FROM vectors v WHERE v.address = c.address AND v.space = d.space), c.id
        FROM documents d JOIN spaces s ON s.id = d.space JOIN placements p ON p.document = d.id
        JOIN chunks c ON c.id = p.chunk
        LEFT JOIN stand_ins i ON i.document = d.id AND i.ordinal = p.ordinal LEFT JOIN chunks sc ON sc.id = i.chunk
        WHERE d.source = ? AND d.path = ? AND d.is_served AND s.fingerprint = ? ORDER BY p.ordinal
        """)
    let rows = try Row.fetchCursor(statement, arguments: [id.source, id.path, space.fingerprint.column])
    return try Array(
      rows.compactMap { row in
        guard let own = row.checkedFingerprint(0).map(ContentAddress.init) else {
          leftOut.note(.passage(try row[3]))
          return nil
        }
        if try row[2] { return PassageAnswer(own: own, answering: own) }
        return PassageAnswer(own: own, answering: row.checkedFingerprint(1).map(ContentAddress.init))
      })
  }

  /// For each of `addresses`, the passages for which searches use its vector until these passages have vectors of their
  /// own.
  ///
  /// - Parameter isAskedFor: returns whether to include the passages of a document.
  package func awaiting(
    behind addresses: some Collection<ContentAddress>, in isAskedFor: (DocumentID) -> Bool = { _ in true }
  ) throws -> [ContentAddress: Set<ContentAddress>] {
    let sql = """
      SELECT asked.address, other.address, d.source, d.path FROM \(AddressList.chunks)
      JOIN stand_ins i ON i.chunk = c.id JOIN placements p ON p.document = i.document AND p.ordinal = i.ordinal
      JOIN chunks other ON other.id = p.chunk JOIN documents d ON d.id = i.document
      """
    return try others(addresses, sql, in: isAskedFor)
  }

  /// For each of `addresses`, the stand-ins for its passage: old passages whose vectors searches use until that passage
  /// has its own.
  ///
  /// - Parameter isAskedFor: returns whether to include the stand-ins of a document.
  package func standIns(
    for addresses: some Collection<ContentAddress>, in isAskedFor: (DocumentID) -> Bool = { _ in true }
  ) throws -> [ContentAddress: Set<ContentAddress>] {
    let sql = """
      SELECT asked.address, other.address, d.source, d.path FROM \(AddressList.chunks)
      JOIN placements p ON p.chunk = c.id JOIN stand_ins i ON i.document = p.document AND i.ordinal = p.ordinal
      JOIN chunks other ON other.id = i.chunk JOIN documents d ON d.id = i.document
      """
    return try others(addresses, sql, in: isAskedFor)
  }

  private func others(
    _ addresses: some Collection<ContentAddress>, _ sql: String, in isAskedFor: (DocumentID) -> Bool
  ) throws -> [ContentAddress: Set<ContentAddress>] {
    var others: [ContentAddress: Set<ContentAddress>] = [:]
    try each(addresses, sql) { row in
      guard isAskedFor(try DocumentID(source: row[2], path: row[3])), let other = row.checkedFingerprint(1)
      else { return }
      others[ContentAddress(try row.fingerprint(0)), default: []].insert(ContentAddress(other))
    }
    return others
  }

  package func isUnknown(_ address: ContentAddress, in space: SpaceID) throws -> Bool {
    try !unknown(among: [address], in: space).isEmpty
  }

  /// Those of `addresses` where most words of the text are outside the vocabulary of the space's embedder.
  package func unknown(
    among addresses: some Collection<ContentAddress>, in space: SpaceID
  ) throws -> Set<ContentAddress> {
    var unknown: Set<ContentAddress> = []
    let sql = """
      SELECT asked.address FROM spaces s CROSS JOIN asked
      JOIN vectors v ON v.address = asked.address AND v.space = s.id
      WHERE s.fingerprint = :space AND v.is_unknown
      """
    try each(addresses, sql, ["space": space.fingerprint.column]) {
      unknown.insert(ContentAddress(try $0.fingerprint(0)))
    }
    return unknown
  }

  /// The number of served passages of `space` whose text is mostly outside the embedder's vocabulary.
  package func unknownCount(in space: SpaceID) throws -> Int {
    try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM vectors v JOIN spaces s ON s.id = v.space
        WHERE v.is_unknown AND s.fingerprint = ? AND EXISTS (
          SELECT 1 FROM chunks c JOIN placements p ON p.chunk = c.id WHERE c.address = v.address)
        """, arguments: [space.fingerprint.column]) ?? 0
  }
}

extension StoreReader {
  /// The served documents with a passage whose embedding failed, each with the reason.
  ///
  /// - Parameter onlyDeadLetters: whether to omit documents whose failed passages will all be retried.
  package func failedPassages(onlyDeadLetters: Bool = false) throws -> [DocumentID: String] {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT d.source, d.path, min(a.failure) FROM \(Self.documentsOfAwaited)
        WHERE a.failure IS NOT NULL AND a.is_buried >= ? AND d.is_served GROUP BY d.id
        """, arguments: [onlyDeadLetters])
    return try Dictionary(Array(rows.map { try (DocumentID(source: $0[0], path: $0[1]), $0[2]) })) { first, _ in first }
  }
}
