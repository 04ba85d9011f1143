/// Placements in groups: those of each document, or those below the same headings.
///
/// Each group is a linked list, so that it takes O(1) to add a placement. Memory: 8 bytes a placement and 4 a group,
/// besides a dictionary of the groups.
struct PlacementGroups: Sendable {
  private static let none: Int32 = -1

  /// The number of each placement's group; -1 if it is in none.
  private(set) var owners: [Int32] = []
  private var numbers: [Int64: Int32] = [:]
  private var newest: [Int32] = []
  private var earlier: [Int32] = []

  /// The number of groups.
  var count: Int { newest.count }

  /// Adds a placement, whose index is the number of placements before it, to the group with this row. Nil: to none.
  mutating func append(to row: Int64?) {
    guard let group = row.map({ newOrKnown($0) }) else {
      owners.append(Self.none)
      earlier.append(Self.none)
      return
    }
    owners.append(Int32(group))
    earlier.append(newest[group])
    newest[group] = Int32(owners.count - 1)
  }

  /// The number of the group with this row; nil if no placement is in it.
  func number(of row: Int64) -> Int? { numbers[row].map(Int.init) }

  private mutating func newOrKnown(_ row: Int64) -> Int {
    if let known = numbers[row] { return Int(known) }
    numbers[row] = Int32(newest.count)
    newest.append(Self.none)
    return newest.count - 1
  }

  /// Calls `body` with the index of each placement of a group, newest first.
  func each(of group: Int, _ body: (Int) -> Void) {
    var placement = newest[group]
    while placement != Self.none {
      body(Int(placement))
      placement = earlier[Int(placement)]
    }
  }
}
