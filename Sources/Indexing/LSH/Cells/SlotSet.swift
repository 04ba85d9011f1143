/// A set of slots: a hash table with open addressing in manually managed memory. The owner must call `release`.
struct SlotSet {
  private var entries: UnsafeMutablePointer<UInt32>
  private var capacity = 1_024
  private var count = 0

  private static let none = UInt32.max

  init() {
    entries = .allocate(capacity: capacity)
    entries.update(repeating: Self.none, count: capacity)
  }

  func release() { entries.deallocate() }

  mutating func removeAll() {
    if count > 0 { entries.update(repeating: Self.none, count: capacity) }
    count = 0
  }

  /// Adds a slot. Returns false if the set already contains it.
  @inline(__always)
  mutating func insert(_ slot: UInt32) -> Bool {
    var place = Int(slot &* 2_654_435_761) & (capacity - 1)
    while entries[place] != Self.none {
      if entries[place] == slot { return false }
      place = (place + 1) & (capacity - 1)
    }
    entries[place] = slot
    count += 1
    if 2 * count >= capacity { grow() }
    return true
  }

  private mutating func grow() {
    let (old, size) = (entries, capacity)
    capacity = 4 * size
    entries = .allocate(capacity: capacity)
    entries.update(repeating: Self.none, count: capacity)
    count = 0
    for place in 0..<size where old[place] != Self.none { _ = insert(old[place]) }
    old.deallocate()
  }
}
