package import Freshet

/// The text around a hit as JSON; docs/commands/query.md documents the keys.
package struct ExpandedTextObject: Encodable {
  let text: String
  let start, end: Int
  let lines: [Int]
  /// The names of the columns of the rows that the text begins with; nil if it doesn't begin so.
  let columns: [String]?
  let joined: Bool
  let state: String
  /// The hits whose passages are in the text; nil if it is only the hit that has the text.
  let passages: [HitObject]?

  package init(_ expanded: ExpandedText) {
    text = expanded.text
    start = expanded.bytes.lowerBound
    end = expanded.bytes.upperBound
    lines = [expanded.lines.first, expanded.lines.last]
    columns = expanded.columns.isEmpty ? nil : expanded.columns
    joined = expanded.isJoined
    state = expanded.freshness.name
    passages = expanded.passages.count == 1 ? nil : expanded.passages.map(HitObject.init)
  }
}
