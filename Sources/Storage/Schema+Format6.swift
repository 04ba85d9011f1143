extension Schema {
  /// Format 6: which vectors came from another store, and were never embedded here.
  static let format6 = """
    ALTER TABLE vectors ADD COLUMN is_unchecked INTEGER NOT NULL DEFAULT 0;  -- 1: another store sent it
    CREATE INDEX vectors_unchecked ON vectors (space) WHERE is_unchecked;
    """
}
