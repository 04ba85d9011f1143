extension Schema {
  /// The SQL statements that migrate a store from format 2 to format 3. Format 3 gives every write a unique name, keeps
  /// concurrent versions and the history of documents, and lets replicas synchronize them.
  static let format3 = """
    ALTER TABLE meta ADD COLUMN writes INTEGER NOT NULL DEFAULT 0;  -- number of this replica's newest write
    ALTER TABLE meta ADD COLUMN clock INTEGER NOT NULL DEFAULT 0;   -- newest stamp of its hybrid logical clock
    ALTER TABLE meta ADD COLUMN file INTEGER;                       -- inode of store.sqlite: another one tells a copy
    ALTER TABLE meta ADD COLUMN refused INTEGER NOT NULL DEFAULT 0; -- versions whose stamps lay too far ahead
    ALTER TABLE meta ADD COLUMN history_from INTEGER NOT NULL DEFAULT 0; -- lsn: what was served from it on is all kept
    CREATE TABLE seen (
      replica TEXT PRIMARY KEY,
      writes INTEGER NOT NULL            -- all its writes up to this one have been here
    ) WITHOUT ROWID;
    CREATE TABLE peers (
      replica TEXT PRIMARY KEY,          -- another store that was exchanged with
      store TEXT NOT NULL,
      lsn INTEGER NOT NULL,              -- where its history stood
      history TEXT NOT NULL,
      clock INTEGER NOT NULL,            -- newest stamp of its clock then
      at INTEGER NOT NULL,               -- ns
      ours INTEGER NOT NULL              -- lsn of this store up to which it has everything
    ) WITHOUT ROWID;
    ALTER TABLE chunks ADD COLUMN kept_at INTEGER NOT NULL DEFAULT 0;        -- ns: when it was last kept
    ALTER TABLE documents ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}';  -- JSON: fields and tags with their writes
    ALTER TABLE documents ADD COLUMN dots TEXT NOT NULL DEFAULT '[]';        -- JSON: writes seen beyond version
    ALTER TABLE documents ADD COLUMN siblings INTEGER NOT NULL DEFAULT 1;    -- different texts, or none, that stand side by side
    CREATE TABLE versions (
      id INTEGER PRIMARY KEY,
      document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
      replica TEXT NOT NULL, write INTEGER NOT NULL,  -- its dot
      stamp INTEGER NOT NULL,            -- hybrid logical time
      is_current INTEGER NOT NULL,       -- 0: superseded
      superseded_at INTEGER,             -- ns
      served_from INTEGER, served_until INTEGER,      -- lsn; NULL: not yet
      revision BLOB,                     -- NULL: the document was removed
      bytes INTEGER, format TEXT, chunker TEXT, title TEXT,
      metadata TEXT,                     -- JSON {field: value} of the text itself
      manifest TEXT,                     -- JSON; NULL while placements hold it
      UNIQUE (document, replica, write)
    );
    CREATE INDEX versions_superseded ON versions (superseded_at) WHERE superseded_at IS NOT NULL;
    CREATE INDEX versions_by_revision ON versions (revision);
    CREATE TABLE blobs (
      revision BLOB PRIMARY KEY,         -- SHA-256 of bytes
      bytes BLOB NOT NULL                -- a pushed document's text
    );
    DROP TRIGGER chunks_updated;
    CREATE TRIGGER chunks_updated AFTER UPDATE OF text, spaced ON chunks BEGIN
      INSERT INTO lexical (lexical, rowid, text) VALUES ('delete', old.id, coalesce(old.spaced, old.text));
      INSERT INTO lexical (rowid, text) VALUES (new.id, coalesce(new.spaced, new.text));
    END;
    ALTER TABLE placements ADD COLUMN version INTEGER REFERENCES versions;
    CREATE INDEX placements_by_version ON placements (version);
    INSERT INTO versions (document, replica, write, stamp, is_current, served_from, revision, bytes, format, chunker,
      title, metadata)
    SELECT d.id, j.key, j.value, (d.verified_at / 1000000) << 16, 1, CASE WHEN d.is_served THEN d.lsn END,
      CASE WHEN d.is_served THEN d.revision END, d.bytes, 'markdown', d.chunker, d.title, d.metadata
    FROM documents d, json_each(d.version) j;
    UPDATE placements SET version = (SELECT v.id FROM versions v WHERE v.document = placements.document);
    UPDATE meta SET writes = coalesce((SELECT max(write) FROM versions), 0),
      clock = coalesce((SELECT max(stamp) FROM versions), 0), history_from = lsn;
    """
}
