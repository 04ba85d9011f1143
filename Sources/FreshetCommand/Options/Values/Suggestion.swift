/// Finds the known word that a mistyped word may stand for.
package enum Suggestion {
  /// The word that differs from `word` in the fewest letters, by `distance`. Nil if each differs in more than a third
  /// of the letters of `word` (but one letter is always allowed). Of equally near words, the first.
  package static func nearest(to word: String, among words: [String]) -> String? {
    let length = word.count
    let limit = max(1, length / 3)
    // The distance is at least the difference in length, which is cheaper to compute.
    let near = words.filter { abs($0.count - length) <= limit }.map { ($0, distance(word, $0)) }.filter {
      $0.1 <= limit
    }
    return near.min { $0.1 < $1.1 }?.0
  }

  /// The least number of letters to add, remove, replace, or swap with their neighbour that turns one word into the
  /// other.
  package static func distance(_ one: String, _ other: String) -> Int {
    let (one, other) = (Array(one), Array(other))
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for (row, letter) in one.enumerated() {
      var current = [row + 1]
      for (column, otherLetter) in other.enumerated() {
        var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == otherLetter ? 0 : 1))
        if row > 0, column > 0, letter == other[column - 1], one[row - 1] == otherLetter {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[other.count]
  }
}
