internal import GRDB

/// The tables of `store.sqlite`. docs/FORMAT.md, section 2, describes each column and its purpose.
///
/// A new store starts as format 1 and goes through every migration, so that new and old stores have the same tables.
/// Migrations are numbered and never edited.
enum Schema {
  /// The value of `PRAGMA application_id`: "FRSH". It distinguishes a store from other SQLite files.
  static let applicationID: Int32 = 0x4652_5348
  /// The format number, stored in `PRAGMA user_version`. A process that finds a greater number in a store changes
  /// nothing.
  static let format: Int32 = 8

  /// Migrates a store of an older format to `format`, each step in a transaction of its own.
  static func migrate(_ database: Database) throws {
    database.add(function: spacedText)
    for function in [isText, labelWords, headingWords] { database.add(function: function) }
    let steps: [(Int32, String)] = [
      (2, format2 + lexical), (3, format3), (4, format4), (5, format5), (6, format6), (7, format7 + collection),
      (8, format8),
    ]
    for (format, statements) in steps
    where try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0 < format {
      try database.inTransaction {
        try database.execute(sql: statements)
        try database.execute(sql: "PRAGMA user_version = \(format)")
        return .commit
      }
    }
  }

  static func create(_ db: Database, store: String, replica: String) throws {
    try db.execute(sql: "PRAGMA application_id = \(applicationID)")
    try db.execute(sql: tables)
    try db.execute(
      sql: "INSERT INTO meta (id, store, replica, history) VALUES (1, ?, ?, zeroblob(32))",
      arguments: [store, replica])
    try db.execute(sql: "PRAGMA user_version = 1")
  }

  private static let tables = """
    CREATE TABLE meta (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      store TEXT NOT NULL,               -- the store's identity, random
      replica TEXT NOT NULL,             -- the actor of its version vectors
      lsn INTEGER NOT NULL DEFAULT 0,    -- the last change's number
      history BLOB NOT NULL,             -- chained SHA-256 up to lsn
      fence INTEGER NOT NULL DEFAULT 0,  -- number of the newest writer lease
      space INTEGER REFERENCES spaces,   -- the space that documents are indexed in
      tokens_per_second REAL             -- of the last run that embedded; for estimates
    );
    CREATE TABLE sources (
      name TEXT PRIMARY KEY,
      root TEXT NOT NULL,                -- of a directory: absolute, or relative to the store's folder
      scanned_at INTEGER,                -- ns: when the last whole scan ended
      ignored INTEGER NOT NULL DEFAULT 0 -- entries that ignore rules excluded in that scan
    ) WITHOUT ROWID;
    CREATE TABLE spaces (
      id INTEGER PRIMARY KEY,
      fingerprint BLOB NOT NULL UNIQUE,  -- SHA-256 of the fields
      fields TEXT NOT NULL               -- JSON
    );
    CREATE TABLE chunks (
      id INTEGER PRIMARY KEY,
      address BLOB NOT NULL UNIQUE,      -- SHA-256 of text
      text TEXT NOT NULL                 -- normalised
    );
    CREATE TABLE vectors (
      id INTEGER PRIMARY KEY,
      address BLOB NOT NULL,
      space INTEGER NOT NULL REFERENCES spaces,
      components BLOB NOT NULL,          -- float32, little-endian
      checksum INTEGER NOT NULL,         -- FNV-1a 64 of components
      UNIQUE (address, space)
    );
    CREATE TABLE documents (
      id INTEGER PRIMARY KEY,
      source TEXT NOT NULL,
      path TEXT NOT NULL,
      version TEXT NOT NULL,             -- JSON {replica: count}
      is_served INTEGER NOT NULL,        -- 0: proven gone; the row keeps the version
      revision BLOB NOT NULL,            -- SHA-256 of the source's bytes
      bytes INTEGER NOT NULL,
      space INTEGER NOT NULL REFERENCES spaces,
      chunker TEXT NOT NULL,
      title TEXT,
      metadata TEXT NOT NULL,            -- JSON {field: value}
      method TEXT NOT NULL,              -- how it was verified last
      verified_at INTEGER NOT NULL,      -- ns
      device INTEGER, inode INTEGER, modified INTEGER, changed INTEGER,  -- the stamp around the read; ns
      looked_at INTEGER,                 -- ns, before the read
      UNIQUE (source, path)
    );
    CREATE TABLE placements (
      document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      start INTEGER NOT NULL, "end" INTEGER NOT NULL,  -- bytes of the source
      first_line INTEGER NOT NULL, last_line INTEGER NOT NULL,
      headings TEXT NOT NULL,            -- JSON [outermost, ...]
      chunk INTEGER NOT NULL REFERENCES chunks,
      PRIMARY KEY (document, ordinal)
    ) WITHOUT ROWID;
    CREATE INDEX placements_by_chunk ON placements (chunk);
    CREATE TABLE journal (
      source TEXT NOT NULL,
      path TEXT NOT NULL,
      observed_at INTEGER NOT NULL,      -- ns: when it was first seen to differ
      attempts INTEGER NOT NULL DEFAULT 0,
      failure TEXT,                      -- why the last attempt failed
      PRIMARY KEY (source, path)
    ) WITHOUT ROWID;
    CREATE TABLE skipped (
      source TEXT NOT NULL,
      path TEXT NOT NULL,
      reason TEXT NOT NULL,
      revision BLOB, bytes INTEGER,      -- where it was read to find out: what it held, and the stamp around the read
      device INTEGER, inode INTEGER, modified INTEGER, changed INTEGER, looked_at INTEGER,
      PRIMARY KEY (source, path)
    ) WITHOUT ROWID;
    CREATE TABLE changes (
      lsn INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,               -- ns
      kind TEXT NOT NULL,                -- install, retire
      source TEXT NOT NULL,
      path TEXT NOT NULL,
      revision BLOB NOT NULL,
      version TEXT NOT NULL,
      history BLOB NOT NULL              -- SHA-256 of the previous history and this row
    );
    CREATE VIRTUAL TABLE lexical USING fts5 (
      text, content = 'chunks', content_rowid = 'id', tokenize = 'porter unicode61'
    );
    CREATE TRIGGER chunks_inserted AFTER INSERT ON chunks BEGIN
      INSERT INTO lexical (rowid, text) VALUES (new.id, new.text);
    END;
    CREATE TRIGGER chunks_deleted AFTER DELETE ON chunks BEGIN
      INSERT INTO lexical (lexical, rowid, text) VALUES ('delete', old.id, old.text);
    END;
    CREATE TRIGGER chunks_updated AFTER UPDATE ON chunks BEGIN
      INSERT INTO lexical (lexical, rowid, text) VALUES ('delete', old.id, old.text);
      INSERT INTO lexical (rowid, text) VALUES (new.id, new.text);
    END;
    """
}
