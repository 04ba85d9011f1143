/// A box cut into tiles whose areas are proportional to their weights, each as square as possible.
///
/// The algorithm is that of Bruls, Huizing and van Wijk, "Squarified Treemaps", Data Visualization 2000, 33–42. It lays
/// rows of tiles along the shorter side of the remaining box. A row takes the next weight as long as that doesn't
/// worsen the row's worst aspect ratio. The areas are correct in any order of weights; the tiles are squarest in
/// falling order.
package struct Treemap: Sendable {
  /// The tiles, one for each weight, in the order of the weights.
  package private(set) var tiles: [Box] = []
  private var rest: Box
  /// The area of a tile divided by its weight.
  private let scale: Double

  /// Cuts `box` into tiles.
  ///
  /// - Precondition: every weight is positive.
  /// - Complexity: O(*n*²) for *n* weights in one row; few rows are long.
  package init(_ weights: [Double], in box: Box) {
    precondition(weights.allSatisfy { $0 > 0 }, "a tile without an area: \(weights)")
    rest = box
    scale = weights.isEmpty ? 0 : box.area / weights.reduce(0, +)
    var row: ArraySlice<Double> = weights[0..<0]
    for index in weights.indices {
      let longer = weights[row.startIndex...index]
      if row.isEmpty || worstRatio(longer) <= worstRatio(row) {
        row = longer
      } else {
        lay(row)
        row = weights[index...index]
      }
    }
    if !row.isEmpty { lay(row) }
  }

  private var side: Double { min(rest.width, rest.height) }

  /// The worst aspect ratio (longer side divided by shorter side) among the tiles of a row that is laid along the
  /// shorter side of the remaining box.
  private func worstRatio(_ row: ArraySlice<Double>) -> Double {
    let area = row.reduce(0, +) * scale
    let depth = area / side
    return row.map { max(depth * depth / ($0 * scale), $0 * scale / (depth * depth)) }.max() ?? .infinity
  }

  private mutating func lay(_ row: ArraySlice<Double>) {
    let depth = row.reduce(0, +) * scale / side
    let isColumn = rest.width >= rest.height
    var place = isColumn ? rest.y : rest.x
    for weight in row {
      let length = weight * scale / depth
      tiles.append(
        isColumn
          ? Box(x: rest.x, y: place, width: depth, height: length)
          : Box(x: place, y: rest.y, width: length, height: depth))
      place += length
    }
    if isColumn {
      rest = Box(x: rest.x + depth, y: rest.y, width: rest.width - depth, height: rest.height)
    } else {
      rest = Box(x: rest.x, y: rest.y + depth, width: rest.width, height: rest.height - depth)
    }
  }
}
