extension Schema {
  /// The part of the migration from format 7 to format 8 that concerns words: `spaced` is folded, and has additions for
  /// words of code (`LexicalText`). So the lexical index is built anew.
  static let format8Words = """
    DROP TRIGGER chunks_updated;
    UPDATE chunks SET spaced = freshet_spaced(text) WHERE spaced IS NOT freshet_spaced(text);
    CREATE TRIGGER chunks_updated AFTER UPDATE OF text, spaced ON chunks
    WHEN EXISTS (SELECT 1 FROM lexical_docsize WHERE id = old.id) BEGIN
      INSERT INTO lexical (lexical, rowid, text) VALUES ('delete', old.id, coalesce(old.spaced, old.text));
      INSERT INTO lexical (rowid, text) VALUES (new.id, coalesce(new.spaced, new.text));
    END;
    INSERT INTO lexical (lexical) VALUES ('rebuild');
    """
}
