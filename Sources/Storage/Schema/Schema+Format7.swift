extension Schema {
  /// The SQL statements that migrate a store from format 6 to format 7. The lexical index of format 7 contains only the
  /// passages of served documents, so that passages which the store merely keeps don't change the ranking.
  ///
  /// SQLite reads the texts through the view `lexical_texts`, which defines what the index contains. Each commit brings
  /// the index up to date at its end (`StoreWriter.indexTouchedPassages`).
  static let format7 = """
    DROP TRIGGER chunks_inserted;
    DROP TRIGGER chunks_deleted;
    DROP TRIGGER chunks_updated;
    DROP VIEW lexical_texts;
    CREATE VIEW lexical_texts AS SELECT c.id, coalesce(c.spaced, c.text) AS text FROM chunks c
      WHERE EXISTS (SELECT 1 FROM placements p WHERE p.chunk = c.id);
    CREATE TRIGGER chunks_deleted AFTER DELETE ON chunks
    WHEN EXISTS (SELECT 1 FROM lexical_docsize WHERE id = old.id) BEGIN
      INSERT INTO lexical (lexical, rowid, text) VALUES ('delete', old.id, coalesce(old.spaced, old.text));
    END;
    \(chunksUpdated)
    INSERT INTO lexical (lexical) VALUES ('rebuild');
    """

  /// The trigger that keeps the lexical index in step with a passage's text.
  static let chunksUpdated = """
    CREATE TRIGGER chunks_updated AFTER UPDATE OF text, spaced ON chunks
    WHEN EXISTS (SELECT 1 FROM lexical_docsize WHERE id = old.id) BEGIN
      INSERT INTO lexical (lexical, rowid, text) VALUES ('delete', old.id, coalesce(old.spaced, old.text));
      INSERT INTO lexical (rowid, text) VALUES (new.id, coalesce(new.spaced, new.text));
    END;
    """
}
