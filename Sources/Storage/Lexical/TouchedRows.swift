/// The passages whose placements a commit changes. At its end, the commit adds to the lexical index those that are now
/// served for the first time, and removes those that are no longer served.
///
/// Most edits change few of a document's passages but write all of its placements anew, so the commit compares only
/// once, at its end.
final class TouchedPassages {
  private(set) var rows: Set<Int64> = []

  func add(_ row: Int64) { rows.insert(row) }
}
