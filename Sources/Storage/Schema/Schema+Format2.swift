extension Schema {
  /// The SQL statements that migrate a store from format 1 to format 2. Format 2 gives each observation of a change a
  /// number, allows texts to be stored before their vectors, and lets several processes share the work.
  static let format2 = """
    ALTER TABLE meta ADD COLUMN observations INTEGER NOT NULL DEFAULT 0;  -- number of the newest observation
    ALTER TABLE sources ADD COLUMN seen_up_to INTEGER;  -- ns: when the last whole scan began whose findings are on record
    ALTER TABLE documents ADD COLUMN lsn INTEGER NOT NULL DEFAULT 0;      -- of its last change
    ALTER TABLE documents ADD COLUMN answered INTEGER NOT NULL DEFAULT 0; -- newest observation that a commit answered
    UPDATE documents SET lsn = coalesce(
      (SELECT max(c.lsn) FROM changes c WHERE c.source = documents.source AND c.path = documents.path), 0);
    CREATE INDEX documents_by_inode ON documents (inode);
    ALTER TABLE journal ADD COLUMN observation INTEGER NOT NULL DEFAULT 0;  -- number of the newest one
    ALTER TABLE journal ADD COLUMN next_at INTEGER;     -- ns: when it is tried again
    ALTER TABLE journal ADD COLUMN is_buried INTEGER NOT NULL DEFAULT 0;    -- 1: tried no more until it changes
    CREATE INDEX journal_by_age ON journal (observed_at);
    ALTER TABLE vectors ADD COLUMN is_unknown INTEGER NOT NULL DEFAULT 0;   -- 1: most of the text is outside the vocabulary
    CREATE INDEX vectors_unknown ON vectors (space) WHERE is_unknown;
    CREATE TABLE awaited (
      address BLOB NOT NULL,             -- a passage without a vector
      space INTEGER NOT NULL REFERENCES spaces,
      queued_at INTEGER NOT NULL,        -- ns
      attempts INTEGER NOT NULL DEFAULT 0,
      failure TEXT,                      -- why the last attempt failed
      next_at INTEGER,                   -- ns: when it is tried again
      is_buried INTEGER NOT NULL DEFAULT 0,
      holder TEXT,                       -- who embeds it now
      fence INTEGER,                     -- number of that lease
      expires_at INTEGER,                -- ns: from when another may take it
      PRIMARY KEY (address, space)
    ) WITHOUT ROWID;
    CREATE INDEX awaited_by_age ON awaited (queued_at);
    CREATE TABLE stand_ins (
      document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,          -- the placement that waits for its vector
      chunk INTEGER NOT NULL REFERENCES chunks,  -- the passage whose vector stands in
      PRIMARY KEY (document, ordinal)
    ) WITHOUT ROWID;
    CREATE INDEX stand_ins_by_chunk ON stand_ins (chunk);
    CREATE TABLE watchers (
      source TEXT PRIMARY KEY,
      holder TEXT NOT NULL,
      fence INTEGER NOT NULL,            -- number of its lease
      expires_at INTEGER NOT NULL,       -- ns
      policy TEXT NOT NULL,
      health TEXT NOT NULL,              -- watching, polling, catchingUp, blind
      every INTEGER,                     -- ns: between two looks, of polling
      why TEXT,                          -- of every health but watching
      up_to INTEGER                      -- ns: everything until then is in the journal
    ) WITHOUT ROWID;
    CREATE TABLE barriers (
      cookie TEXT PRIMARY KEY,
      at INTEGER NOT NULL                -- ns: when everything before it was on record
    ) WITHOUT ROWID;
    CREATE TABLE transitions (
      id INTEGER PRIMARY KEY,
      source TEXT NOT NULL,
      path TEXT NOT NULL,
      at INTEGER NOT NULL,               -- ns
      state TEXT NOT NULL,
      detail TEXT
    );
    CREATE INDEX transitions_by_document ON transitions (source, path, id);
    """
}
