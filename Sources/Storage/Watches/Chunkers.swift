internal import GRDB

extension StoreReader {
  /// The name of the chunker that splits a source's documents; nil if none is on record, or if the source has no
  /// documents.
  package func chunker(of source: String) throws -> String? {
    try String.fetchOne(
      database,
      sql: """
        SELECT chunker FROM chunkers
        WHERE source = ?1 AND EXISTS (SELECT 1 FROM documents WHERE source = ?1 AND is_served)
        """, arguments: [source])
  }

  /// The number of served documents of a source that another chunker than this one split.
  package func documentCount(of source: String, notBy chunker: String) throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT count(*) FROM documents WHERE is_served AND source = ? AND chunker <> ?",
      arguments: [source, chunker]) ?? 0
  }
}

extension StoreWriter {
  /// Records the name of the chunker that splits a source's documents from now on.
  package func record(chunker: String, of source: String) throws {
    try database.execute(
      sql: """
        INSERT INTO chunkers (source, chunker) VALUES (?, ?)
        ON CONFLICT (source) DO UPDATE SET chunker = excluded.chunker
        """, arguments: [source, chunker])
  }
}
