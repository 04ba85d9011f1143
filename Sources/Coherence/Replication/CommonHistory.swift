/// Finds the last change that two histories have in common, by binary search. The history hash of a change covers all
/// changes before it, so two histories agree up to one change and never after it.
package struct CommonHistory: Hashable, Sendable {
  /// The maximum number of changes compared in one round.
  package static let probes = 64

  /// The last change that is known to be common; 0 before the first change.
  package private(set) var last: Int64 = 0
  private var end: Int64

  /// - Parameter end: the last change of the shorter history.
  package init(upTo end: Int64) {
    self.end = max(0, end)
  }

  /// The changes to compare next, in order; nil once the last common change is found.
  package var next: [Int64]? {
    if last == end { return nil }
    let count = min(Int64(Self.probes), end - last)
    let step = (end - last) / count
    return (1..<count).map { last + $0 * step } + [end]
  }

  /// Takes the results of one round.
  ///
  /// - Parameter areCommon: whether each change in `next` is common, in the same order.
  /// - Complexity: O(log n) rounds for n changes.
  package mutating func take(_ areCommon: [Bool]) {
    guard let changes = next else { return }
    let known = zip(changes, areCommon).prefix { $0.1 }.map(\.0)
    if let newest = known.last { last = newest }
    if known.count < changes.count { end = max(last, changes[known.count] - 1) }
  }
}
