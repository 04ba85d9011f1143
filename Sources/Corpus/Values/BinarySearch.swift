extension RandomAccessCollection {
  /// The first index whose element meets the condition, found by binary search; `endIndex` if no element does. Every
  /// element that meets the condition must come after every element that doesn't.
  ///
  /// - Complexity: O(log *n*).
  package func partitioningIndex(where isMet: (Element) -> Bool) -> Index {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
      if isMet(self[middle]) { high = middle } else { low = index(after: middle) }
    }
    return low
  }
}
