internal import GRDB

/// The lexical index of store format 2. It contains texts in the form of `LexicalText`, with letters of all scripts and
/// emoji.
///
/// The index reads texts through a view, so SQLite itself can rebuild and check it. The tokenizer is part of SQLite, so
/// any program with SQLite can change passages without breaking the index.
extension Schema {
  /// The SQL function with which the migration converts stored texts into the form of `LexicalText`.
  static let spacedText = DatabaseFunction("freshet_spaced", argumentCount: 1, pure: true) { arguments in
    String.fromDatabaseValue(arguments[0]).flatMap(LexicalText.spaced)
  }

  static let lexical = """
    DROP TRIGGER chunks_inserted;
    DROP TRIGGER chunks_deleted;
    DROP TRIGGER chunks_updated;
    DROP TABLE lexical;
    ALTER TABLE chunks ADD COLUMN spaced TEXT;  -- text as the lexical index holds it; NULL: as it is
    UPDATE chunks SET spaced = freshet_spaced(text) WHERE freshet_spaced(text) IS NOT NULL;
    CREATE VIEW lexical_texts AS SELECT id, coalesce(spaced, text) AS text FROM chunks;
    CREATE VIRTUAL TABLE lexical USING fts5 (
      text, content = 'lexical_texts', content_rowid = 'id',
      tokenize = "porter unicode61 categories 'L* M* N* Co So'"
    );
    CREATE TRIGGER chunks_inserted AFTER INSERT ON chunks BEGIN
      INSERT INTO lexical (rowid, text) VALUES (new.id, coalesce(new.spaced, new.text));
    END;
    CREATE TRIGGER chunks_deleted AFTER DELETE ON chunks BEGIN
      INSERT INTO lexical (lexical, rowid, text) VALUES ('delete', old.id, coalesce(old.spaced, old.text));
    END;
    CREATE TRIGGER chunks_updated AFTER UPDATE ON chunks BEGIN
      INSERT INTO lexical (lexical, rowid, text) VALUES ('delete', old.id, coalesce(old.spaced, old.text));
      INSERT INTO lexical (rowid, text) VALUES (new.id, coalesce(new.spaced, new.text));
    END;
    INSERT INTO lexical (lexical) VALUES ('rebuild');
    """
}
