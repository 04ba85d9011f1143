extension Schema {
  /// The SQL statements that migrate a store from format 5 to format 6. Format 6 marks the vectors that another store
  /// sent and that this store has never compared with those of its own embedder. With a new SQL index, queries quickly
  /// find the next passage to embed, however many passages await vectors.
  static let format6 = """
    ALTER TABLE vectors ADD COLUMN is_unchecked INTEGER NOT NULL DEFAULT 0;  -- 1: another store sent it
    CREATE INDEX vectors_unchecked ON vectors (space) WHERE is_unchecked;
    DROP INDEX awaited_by_age;
    CREATE INDEX awaited_by_turn
      ON awaited (space, is_buried, max(coalesce(next_at, 0), coalesce(expires_at, 0)), queued_at);
    """
}
