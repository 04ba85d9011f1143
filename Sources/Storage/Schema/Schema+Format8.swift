extension Schema {
  /// The SQL statements that migrate a store from format 7 to format 8.
  ///
  /// Columns of tables, opaque payload and a chunker for each source are new. A source keeps the chunker that split
  /// most of its documents. Documents that came from other stores don't count, unless all did.
  ///
  /// `spaced` is folded now, and has additions for words of code (`LexicalText`), so that the lexical index is built
  /// anew.
  static let format8 = """
    ALTER TABLE placements ADD COLUMN columns TEXT;              -- JSON [name, ...]; NULL: none
    ALTER TABLE versions ADD COLUMN opaque INTEGER NOT NULL DEFAULT 0;  -- bytes of opaque payload
    CREATE INDEX versions_opaque ON versions (opaque) WHERE opaque > 0;
    CREATE TABLE chunkers (
      source TEXT PRIMARY KEY,
      chunker TEXT NOT NULL              -- rules and sizes with which the source's documents are split
    ) WITHOUT ROWID;
    INSERT INTO chunkers SELECT source, chunker FROM (
      SELECT source, chunker, row_number() OVER (
        PARTITION BY source ORDER BY sum(method != 'replica') DESC, count(*) DESC, chunker) AS place
      FROM documents WHERE is_served GROUP BY source, chunker) WHERE place = 1;
    DROP TRIGGER chunks_updated;
    UPDATE chunks SET spaced = freshet_spaced(text) WHERE spaced IS NOT freshet_spaced(text);
    \(chunksUpdated)
    INSERT INTO lexical (lexical) VALUES ('rebuild');
    """
}
