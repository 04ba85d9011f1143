package import FreshetCorpus
internal import GRDB

/// Queries for the synchronization with other replicas.
extension StoreReader {
  /// The number of this replica's newest write.
  package func writes() throws -> UInt64 {
    UInt64(try sequence("SELECT writes FROM meta"))
  }

  /// The version vector of the whole store: for each replica, the number up to which this store has received or made
  /// all writes.
  package func seen() throws -> VersionVector {
    let rows = try Row.fetchAll(
      database, sql: "SELECT replica, writes FROM seen UNION ALL SELECT replica, writes FROM meta")
    return try VersionVector(Dictionary(rows.map { try ($0.replica(0), $0.write(1)) }, uniquingKeysWith: max))
  }

  /// Whether another replica, whose causal context is `context`, has seen writes of this store that this store doesn't
  /// have. That proves that this store is a restored backup.
  package func isBehind(_ context: CausalContext) throws -> Bool {
    try context.newestWrite(of: identity().replica) > writes()
  }

  /// Whether the store has a row for the document, served or not.
  package func isKnown(_ id: DocumentID) throws -> Bool {
    try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM documents WHERE source = ? AND path = ?)",
      arguments: [id.source, id.path]) ?? false
  }

  /// For each replica, the greatest number of a write that occurs in this store: in a version, in a document's causal
  /// context, or in `seen`. The store may lack earlier writes.
  ///
  /// - Complexity: O(*v* + *d*) for *v* kept versions and *d* documents.
  package func knownWrites() throws -> VersionVector {
    let rows = try Row.fetchCursor(database, sql: "SELECT replica, max(write) FROM versions GROUP BY replica")
    var known = try seen()
    while let row = try rows.next() {
      guard let replica = try? row.replica(0), let write = try? row.write(1) else { continue }
      known = known.covering(Dot(replica: replica, write: write))
    }
    let contexts = try Row.fetchCursor(database, sql: "SELECT version, dots FROM documents")
    while let row = try contexts.next() {
      let (version, dots) = (row.checkedText(0) ?? "", row.checkedText(1) ?? "")
      guard let context = try? ContextColumns.value(version, dots) else { continue }
      known = known.merged(with: context.vector)
      for dot in context.dots { known = known.covering(dot) }
    }
    return known
  }

  /// Those of `addresses` whose passages this store doesn't have.
  package func lackedTexts(_ addresses: some Sequence<ContentAddress>) throws -> Set<ContentAddress> {
    let statement = try database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM chunks WHERE address = ?)")
    return try Set(addresses).filter { address in
      try !(Bool.fetchOne(statement, arguments: [address.fingerprint.column]) ?? false)
    }
  }

  /// Those of `addresses` whose passages are missing from this store or have a damaged text.
  package func unsoundTexts(_ addresses: some Sequence<ContentAddress>) throws -> Set<ContentAddress> {
    try Set(addresses).filter { try soundText(at: $0) == nil }
  }

  package func lackedBlobs(_ revisions: some Sequence<Revision>) throws -> Set<Revision> {
    let statement = try database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM blobs WHERE revision = ?)")
    return try Set(revisions).filter { revision in
      try !(Bool.fetchOne(statement, arguments: [revision.fingerprint.column]) ?? false)
    }
  }

  package func peer(_ replica: ReplicaID) throws -> PeerRecord? {
    try peers().first { $0.replica == replica }
  }

  /// All stores with which this store has completed a synchronization, in the order of their replica names.
  package func peers() throws -> [PeerRecord] {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT replica, store, lsn, history, clock, at, ours FROM peers ORDER BY replica")
    return try Array(
      rows.map { row in
        try PeerRecord(
          replica: row.replica(0), token: SessionToken(store: row[1], sequence: row.sequence(2), history: row[3]),
          clock: HybridTime(clamping: row[4]), at: Timestamp(nanoseconds: row[5]), ours: row.sequence(6))
      })
  }

  /// The hash of the history up to the change `sequence`, shortened as in tokens; nil if there is no such change.
  package func history(after sequence: Int64) throws -> String? {
    let row = try Row.fetchOne(database, sql: "SELECT history FROM changes WHERE lsn = ?", arguments: [sequence])
    return try row.map { String(try $0.fingerprint(0).hex.prefix(16)) }
  }

  /// The newest stamp (hybrid logical time) of this replica's own writes, among those kept versions that the index
  /// began to serve with the change `sequence` or an earlier change; 0 if there is no such version.
  package func clock(after sequence: Int64) throws -> HybridTime {
    let ticks = try Int64.fetchOne(
      database,
      sql: "SELECT max(v.stamp) FROM versions v JOIN meta m ON m.replica = v.replica WHERE v.served_from <= ?",
      arguments: [sequence])
    return HybridTime(clamping: ticks ?? 0)
  }
}
