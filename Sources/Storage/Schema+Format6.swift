extension Schema {
  /// Format 6 finds the next passage to embed by an index, however many wait.
  static let format6 = """
    DROP INDEX awaited_by_age;
    CREATE INDEX awaited_by_turn
      ON awaited (space, is_buried, max(coalesce(next_at, 0), coalesce(expires_at, 0)), queued_at);
    """
}
