/// Finds the last change that the histories of two stores have in common, by a search with up to 64 comparisons per
/// round. The history hash of a change covers all changes before it, so two histories agree up to some change, and
/// differ at every later one.
package struct CommonHistory: Hashable, Sendable {
  /// The maximum number of changes compared in one round.
  package static let probes = 64

  /// The number of the last change known to be common; 0 if none is.
  package private(set) var last: Int64 = 0
  private var end: Int64

  /// Begins a search over the changes from 1 to `end`.
  ///
  /// - Parameter end: the number of the last change of the shorter history.
  package init(upTo end: Int64) {
    self.end = max(0, end)
  }

  /// The numbers of the changes to compare in the next round, ascending; nil once `last` is the last common change.
  package var next: [Int64]? {
    if last == end { return nil }
    let count = min(Int64(Self.probes), end - last)
    let step = (end - last) / count
    return (1..<count).map { last + $0 * step } + [end]
  }

  /// Narrows the search by the results of one round of comparisons.
  ///
  /// - Parameter areCommon: for each change in `next`, whether both histories have the same hash there.
  /// - Complexity: O(log n) rounds for n changes.
  package mutating func take(_ areCommon: [Bool]) {
    guard let changes = next else { return }
    let known = zip(changes, areCommon).prefix { $0.1 }.map(\.0)
    if let newest = known.last { last = newest }
    if known.count < changes.count { end = max(last, changes[known.count] - 1) }
  }
}
