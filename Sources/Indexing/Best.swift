/// Selects the best `limit` of the elements offered. It is a binary heap with the worst of the kept elements at its
/// root.
///
/// - Complexity: O(log limit) for an offer that is kept, O(1) for any other; O(limit · log limit) to sort at the end.
struct Best<Element> {
  private let limit: Int
  private let isBetter: (Element, Element) -> Bool
  private var heap: [Element] = []

  init(limit: Int, by isBetter: @escaping (Element, Element) -> Bool) {
    self.limit = limit
    self.isBetter = isBetter
    // The limit may be huge although there are few candidates.
    heap.reserveCapacity(min(limit, 1_024))
  }

  /// The worst element kept; nil while fewer than `limit` elements were offered.
  var last: Element? { heap.count < limit ? nil : heap.first }

  mutating func offer(_ element: Element) {
    guard limit > 0 else { return }
    if heap.count < limit {
      heap.append(element)
      siftUp(from: heap.count - 1)
    } else if isBetter(element, heap[0]) {
      heap[0] = element
      siftDown()
    }
  }

  func sorted() -> [Element] {
    heap.sorted(by: isBetter)
  }

  private mutating func siftUp(from start: Int) {
    var child = start
    while child > 0, isBetter(heap[(child - 1) / 2], heap[child]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var worst = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if isBetter(heap[worst], heap[child]) { worst = child }
      }
      if worst == parent { return }
      heap.swapAt(parent, worst)
      parent = worst
    }
  }
}
