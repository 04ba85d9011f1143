internal import Corpus

/// The best `limit` of the neighbours offered: a binary heap whose root is the worst one kept.
///
/// - Complexity: O(log limit) an offer that is kept, O(1) for any other; O(limit · log limit) to sort at the end.
struct BestNeighbours {
  private let limit: Int
  private var heap: [Neighbour] = []

  init(limit: Int) {
    self.limit = limit
    heap.reserveCapacity(limit)
  }

  /// What a score must reach to be kept; nothing below it needs to be offered.
  var threshold: Float { heap.count < limit ? -.infinity : heap[0].score }

  mutating func offer(_ neighbour: Neighbour) {
    guard limit > 0 else { return }
    if heap.count < limit {
      heap.append(neighbour)
      siftUp(from: heap.count - 1)
    } else if Neighbour.isBetter(neighbour, heap[0]) {
      heap[0] = neighbour
      siftDown()
    }
  }

  func sorted() -> [Neighbour] {
    heap.sorted(by: Neighbour.isBetter)
  }

  private mutating func siftUp(from start: Int) {
    var child = start
    while child > 0, Neighbour.isBetter(heap[(child - 1) / 2], heap[child]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var worst = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if Neighbour.isBetter(heap[worst], heap[child]) { worst = child }
      }
      if worst == parent { return }
      heap.swapAt(parent, worst)
      parent = worst
    }
  }
}
