/// The rows whose words a commit may change. At its end, the commit brings the lexical index up to date for them.
///
/// Most edits change few of a document's passages but write all of its placements anew, so the commit compares only
/// once, at its end.
final class TouchedRows {
  /// Rows of `chunks`.
  var passages: Set<Int64> = []
  /// Rows of `headings`.
  var headings: Set<Int64> = []
  /// Rows of `documents`.
  var documents: Set<Int64> = []
}
