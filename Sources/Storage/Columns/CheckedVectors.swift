package import FreshetCorpus
internal import GRDB

/// Checks vectors against their embedder: finds those that were never compared with it, and replaces those that differ.
extension StoreReader {
  /// The served passages of `space` that have a vector. `unchecked`: another store sent the vector, and this store has
  /// never embedded the passage.
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

  /// How many vectors of `space` came from other stores and were never checked here by embedding.
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
  /// Records that the embedder returns the stored vectors for these passages.
  package func confirm(vectorsAt addresses: some Sequence<ContentAddress>, in space: SpaceID) throws {
    let confirm = try database.cachedStatement(
      sql: """
        UPDATE vectors SET is_unchecked = 0
        WHERE is_unchecked AND address = ? AND space = (SELECT id FROM spaces WHERE fingerprint = ?)
        """)
    for address in addresses { try confirm.execute(arguments: [address.fingerprint.column, space.fingerprint.column]) }
  }

  /// Replaces vectors that differ from the embedder's, and logs the change for each served document.
  package func mend(_ batch: EmbeddedBatch, in space: SpaceID, at now: Timestamp) throws {
    try put(batch.vectors, unknown: batch.unknown, unchecked: [], in: space)
    let documents = try Set(batch.vectors.keys.flatMap { try reader.documents(placing: $0) })
    for id in documents.sorted() {
      guard let document = try reader.document(id) else { continue }
      try log(.mend, id, revision: document.revision, version: try reader.version(of: id), at: now)
    }
  }
}
