internal import FreshetCorpus

/// Documents filed under moments or numbers: the smallest key first; of equal keys, the smaller name.
///
/// A binary heap. Nothing is taken out of its middle: the owner knows which ticket of a document is valid, and drops
/// the others when they surface.
struct EarliestFirst<Key: Comparable & Sendable>: Sendable {
  struct Item: Sendable {
    let key: Key
    let ticket: UInt64
    let id: DocumentID

    fileprivate func precedes(_ other: Item) -> Bool {
      key == other.key ? id < other.id : key < other.key
    }
  }

  private var items: [Item] = []

  var first: Item? { items.first }

  /// - Complexity: O(log *n*).
  mutating func insert(_ id: DocumentID, at key: Key, ticket: UInt64 = 0) {
    items.append(Item(key: key, ticket: ticket, id: id))
    var child = items.count - 1
    while child > 0, items[child].precedes(items[(child - 1) / 2]) {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// - Complexity: O(log *n*).
  @discardableResult mutating func removeFirst() -> Item {
    items.swapAt(0, items.count - 1)
    let first = items.removeLast()
    sink()
    return first
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count && items[child].precedes(items[least]) {
        least = child
      }
      guard least != parent else { return }
      items.swapAt(parent, least)
      parent = least
    }
  }
}
