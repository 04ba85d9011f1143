internal import FreshetCorpus

/// A priority queue of documents: the smallest key (a moment or a number) first, equal keys in order of the documents'
/// names.
///
/// The queue is a binary heap that can only remove its first item. A document may have several items, each with its own
/// `ticket`. The owner knows which ticket is valid, and drops an item with another ticket when the item comes first.
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

  /// Adds an item for the document.
  ///
  /// - Complexity: O(log *n*) for *n* items.
  mutating func insert(_ id: DocumentID, at key: Key, ticket: UInt64 = 0) {
    items.append(Item(key: key, ticket: ticket, id: id))
    var child = items.count - 1
    while child > 0, items[child].precedes(items[(child - 1) / 2]) {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Removes and returns the first item. The queue must not be empty.
  ///
  /// - Complexity: O(log *n*) for *n* items.
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
