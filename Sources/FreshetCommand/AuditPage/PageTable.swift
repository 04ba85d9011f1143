/// A table whose first column holds row headers. On a narrow page the style sheet lays it out as a list, and browsers
/// then no longer announce it as a table. So every element has an ARIA role, and every cell has its column's title.
struct PageTable {
  struct Column {
    let title: String
    var isNumber = false
  }

  let caption: String
  let columns: [Column]
  /// The rows; each has one cell for each column.
  let rows: [[Markup]]

  var markup: Markup {
    """
    <table role="table"\(isOfNumbers ? " class=\"numbers\"" : nil)>
    <caption>\(caption)</caption>
    <thead role="rowgroup"><tr role="row">
    \(columns.map(Self.head))
    </tr></thead>
    <tbody role="rowgroup">
    \(rows.map(row))
    </tbody>
    </table>
    """
  }

  /// Whether all columns after the first hold numbers.
  private var isOfNumbers: Bool { columns.dropFirst().allSatisfy(\.isNumber) }

  private static func head(_ column: Column) -> Markup {
    "<th scope=\"col\" role=\"columnheader\" class=\"\(column.isNumber ? "number" : "words")\">\(column.title)</th>"
  }

  private func row(_ cells: [Markup]) -> Markup {
    let others = zip(columns, cells).dropFirst().map { column, cell -> Markup in
      """
      <td role="cell" class="\(column.isNumber ? "number" : "words")" data-label="\(column.title)"><span>\(cell)</span></td>
      """
    }
    return "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">\(cells[0])</th>\n\(others)\n</tr>"
  }
}
