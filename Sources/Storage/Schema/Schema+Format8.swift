internal import GRDB

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
    """ + labels + lexicalTexts + "\nINSERT INTO lexical (lexical) VALUES ('rebuild');"

  /// The part of the migration that concerns labels and headings, the words besides those of the texts.
  private static let labels = """

    CREATE TABLE labels (
      document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,  -- a served document
      words TEXT NOT NULL                -- of its path, title, fields and tags, as lexical holds them
    );
    CREATE TABLE headings (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL UNIQUE,         -- as placements.headings has it
      words TEXT NOT NULL                -- of the headings, as lexical holds them
    );
    INSERT INTO labels SELECT id, freshet_label_words(path, title, metadata, attributes) FROM documents WHERE is_served;
    INSERT INTO headings (path, words)
    SELECT headings, freshet_heading_words(headings) FROM (SELECT DISTINCT headings FROM placements) p
    WHERE headings <> '[]' AND freshet_heading_words(headings) IS NOT NULL;
    ALTER TABLE placements ADD COLUMN heading INTEGER;  -- row of headings; NULL: no headings
    UPDATE placements SET heading = (SELECT h.id FROM headings h WHERE h.path = placements.headings);
    CREATE INDEX placements_by_heading ON placements (heading) WHERE heading IS NOT NULL;
    DROP INDEX placements_by_chunk;
    CREATE INDEX placements_by_chunk ON placements (chunk, heading);

    """

  /// The view of the texts in the lexical index, with triggers that keep the rows of labels and headings there. Kinds of
  /// rows are distinguished by their numbers (`LexicalRow`).
  ///
  /// All words are in one index: if another process has changed the schema, for instance by `VACUUM`, SQLite fails to
  /// compile a statement that connects a second virtual table.
  private static let lexicalTexts =
    """
    DROP VIEW lexical_texts;
    CREATE VIEW lexical_texts AS
      SELECT c.id, coalesce(c.spaced, c.text) AS text FROM chunks c
      WHERE EXISTS (SELECT 1 FROM placements p WHERE p.chunk = c.id)
      UNION ALL SELECT id - \(-LexicalRow.firstHeadings), words FROM headings
      UNION ALL SELECT document - \(-LexicalRow.firstLabels), words FROM labels;
    """ + triggers(on: "labels", key: "document", from: LexicalRow.firstLabels)
    + triggers(on: "headings", key: "id", from: LexicalRow.firstHeadings)

  private static func triggers(on table: String, key: String, from first: Int64) -> String {
    let came = "INSERT INTO lexical (rowid, text) VALUES (new.\(key) - \(-first), new.words);"
    let left =
      "INSERT INTO lexical (lexical, rowid, text) VALUES ('delete', old.\(key) - \(-first), old.words);"
    return """

      CREATE TRIGGER \(table)_came AFTER INSERT ON \(table) BEGIN
        \(came)
      END;
      CREATE TRIGGER \(table)_left AFTER DELETE ON \(table) BEGIN
        \(left)
      END;
      CREATE TRIGGER \(table)_changed AFTER UPDATE OF \(key), words ON \(table) BEGIN
        \(left)
        \(came)
      END;
      """
  }

  /// The SQL function that gives a document's words in `labels`.
  static let labelWords = DatabaseFunction("freshet_label_words", argumentCount: 4, pure: true) { arguments in
    let texts = arguments.map { String.fromDatabaseValue($0) }
    return LabelWords.ofDocument(path: texts[0] ?? "", title: texts[1], metadata: texts[2], attributes: texts[3])
  }

  /// The SQL function that gives the words of headings in `headings`; NULL if they are damaged.
  static let headingWords = DatabaseFunction("freshet_heading_words", argumentCount: 1, pure: true) { arguments in
    String.fromDatabaseValue(arguments[0]).flatMap(LabelWords.ofHeadings)
  }
}
