extension Schema {
  /// The SQL statements that migrate a store from format 3 to format 4. Format 4 records, for audits, how long each
  /// change took and which violations monitors found. It also stores canaries for each embedding space: fixed texts
  /// whose vectors reveal a changed embedder.
  static let format4 = """
    CREATE TABLE refreshes (
      id INTEGER PRIMARY KEY,
      source TEXT NOT NULL, path TEXT NOT NULL,
      changed_at INTEGER,                -- ns: when the source changed, at the latest; NULL: not known
      visible_at INTEGER NOT NULL,       -- ns: when that was served
      passages INTEGER NOT NULL,         -- distinct ones of the new revision
      embedded INTEGER NOT NULL          -- of them, without a vector before
    );
    CREATE TABLE canaries (
      space INTEGER NOT NULL REFERENCES spaces,
      text TEXT NOT NULL,
      components BLOB NOT NULL,          -- float32, little-endian: what the embedder gave when the space was new
      PRIMARY KEY (space, text)
    ) WITHOUT ROWID;
    ALTER TABLE spaces ADD COLUMN checked_at INTEGER;  -- ns: when its canaries were last embedded again
    ALTER TABLE spaces ADD COLUMN agreement REAL;      -- lowest cosine of that check
    CREATE TABLE violations (
      id INTEGER PRIMARY KEY,
      source TEXT NOT NULL, path TEXT NOT NULL,
      kind TEXT NOT NULL,                -- what a monitor found: docs/FORMAT.md
      since INTEGER NOT NULL,            -- ns: when it was seen first
      found_at INTEGER NOT NULL,         -- ns: when it was no longer in doubt
      ended_at INTEGER,                  -- ns: when it was seen to be gone
      transitions TEXT NOT NULL          -- JSON: the document's steps around it
    );
    CREATE INDEX violations_by_document ON violations (source, path, id);
    """
}
