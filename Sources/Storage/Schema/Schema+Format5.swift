extension Schema {
  /// The SQL statements that migrate a store from format 4 to format 5. Format 5 records the identity of each source's
  /// folder, the identity of the store's own file, and the mounted file systems on which each document lies. The
  /// migration also prevents processes of older versions of Freshet that still have the store open from writing to it.
  static let format5 =
    """
    ALTER TABLE sources ADD COLUMN device INTEGER;    -- of the root, when it was last listed in whole
    ALTER TABLE sources ADD COLUMN inode INTEGER;
    ALTER TABLE sources ADD COLUMN born INTEGER;      -- ns: its birth time; NULL where the file system tells none
    ALTER TABLE sources ADD COLUMN resolved TEXT;     -- its real path, all links resolved
    ALTER TABLE sources ADD COLUMN elsewhere INTEGER NOT NULL DEFAULT 0;  -- looks at another folder than the known one
    ALTER TABLE journal ADD COLUMN is_held INTEGER NOT NULL DEFAULT 0;  -- 1: held back from being retired
    CREATE INDEX journal_held ON journal (source) WHERE is_held;
    CREATE TABLE holds (
      source TEXT NOT NULL, peer TEXT NOT NULL,  -- whose removals are held back: a replica's, or '' for those by scans
      why TEXT NOT NULL,
      since INTEGER NOT NULL,          -- number of the newest change when the hold began
      PRIMARY KEY (source, peer)
    ) WITHOUT ROWID;
    ALTER TABLE meta ADD COLUMN file_born INTEGER;    -- ns: birth time of store.sqlite as this replica knows it
    CREATE TABLE mounts (
      id INTEGER PRIMARY KEY,
      place TEXT NOT NULL UNIQUE       -- JSON: the mounted file systems that a document lies on
    );
    ALTER TABLE documents ADD COLUMN mounts INTEGER REFERENCES mounts;  -- NULL: not known, or no file
    DELETE FROM watchers;                             -- theirs are older binaries, which may not go on
    """ + "\n" + content + guards.joined()

  /// Triggers that reject writes of older versions of Freshet. Versions up to format 4 never check the format again
  /// after opening a store. The triggers recognize the connections of these versions by their settings: foreign keys
  /// are on, and the busy timeout is exactly 5,000 ms, which newer versions don't use
  /// (`StoreConnections.busyMilliseconds`).
  private static let guards = [
    ("changes", "INSERT"), ("versions", "INSERT"), ("journal", "INSERT"), ("barriers", "INSERT"), ("sources", "INSERT"),
    ("sources", "UPDATE"), ("watchers", "INSERT"), ("watchers", "UPDATE"), ("violations", "INSERT"),
    ("peers", "INSERT"), ("seen", "INSERT"), ("canaries", "INSERT"), ("meta", "UPDATE OF fence"),
  ].map { table, event in
    """

    CREATE TRIGGER \(table)_of_newer_\(event == "INSERT" ? "inserted" : "updated") BEFORE \(event) ON \(table)
    WHEN (SELECT timeout FROM pragma_busy_timeout) = 5000 AND (SELECT foreign_keys FROM pragma_foreign_keys) BEGIN
      SELECT raise(ABORT, 'another process brought this store to format 5: end this one, and upgrade its freshet');
    END;
    """
  }
}
