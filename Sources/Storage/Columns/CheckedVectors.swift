package import FreshetCorpus
internal import GRDB

/// Queries for stored vectors that were never compared with the vectors of this store's embedder.
extension StoreReader {
  /// The addresses of the served passages of `space` that have a vector, in two sorted lists. `unchecked` lists the
  /// passages whose vectors another store sent, if this store has never compared these vectors with those of its own
  /// embedder. `checked` lists all others.
  package func embeddedAddresses(in space: SpaceID) throws -> (unchecked: [ContentAddress], checked: [ContentAddress]) {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT v.address, v.is_unchecked FROM vectors v JOIN spaces s ON s.id = v.space
        JOIN chunks c ON c.address = v.address
        WHERE s.fingerprint = ? AND EXISTS (
          SELECT 1 FROM placements p JOIN documents d ON d.id = p.document
          WHERE p.chunk = c.id AND d.is_served AND d.space = s.id)
        """, arguments: [space.fingerprint.column])
    var (unchecked, checked): ([ContentAddress], [ContentAddress]) = ([], [])
    while let row = try rows.next() {
      guard let address = row.checkedFingerprint(0).map(ContentAddress.init) else { continue }
      if row.checkedInteger(1) == 0 { checked.append(address) } else { unchecked.append(address) }
    }
    return (unchecked.sorted(), checked.sorted())
  }

  /// The number of vectors of `space` that other stores sent and that this store has never compared with the vectors of
  /// its own embedder.
  package func uncheckedCount(in space: SpaceID) throws -> Int {
    try Int.fetchOne(
      database,
      sql: """
        SELECT count(*) FROM vectors
        WHERE is_unchecked AND space = (SELECT id FROM spaces WHERE fingerprint = ?)
        """, arguments: [space.fingerprint.column]) ?? 0
  }
}

extension StoreWriter {
  /// Records that this store's embedder returned the stored vectors for the passages at `addresses`. From now on these
  /// vectors count as checked.
  package func confirm(vectorsAt addresses: some Sequence<ContentAddress>, in space: SpaceID) throws {
    let confirm = try database.cachedStatement(
      sql: """
        UPDATE vectors SET is_unchecked = 0
        WHERE is_unchecked AND address = ? AND space = (SELECT id FROM spaces WHERE fingerprint = ?)
        """)
    for address in addresses { try confirm.execute(arguments: [address.fingerprint.column, space.fingerprint.column]) }
  }

  /// Replaces the stored vectors of the passages in `batch` by the vectors in `batch`, which this store's embedder
  /// returned. Adds an entry to the change log for each served document that contains one of these passages.
  package func mend(_ batch: EmbeddedBatch, in space: SpaceID, at now: Timestamp) throws {
    try put(batch.vectors, unknown: batch.unknown, unchecked: [], in: space)
    let documents = try Set(reader.documents(placing: batch.vectors.keys).values.joined())
    for id in documents.sorted() {
      guard let document = try reader.document(id) else { continue }
      try log(.mend, id, revision: document.revision, version: try reader.version(of: id), at: now)
    }
  }
}
