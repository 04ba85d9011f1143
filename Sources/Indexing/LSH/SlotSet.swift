/// A set of slots that grows, by open addressing.
struct SlotSet {
  private var entries = [UInt32](repeating: .max, count: 1_024)
  private var count = 0

  mutating func removeAll() {
    if count == 0 { return }
    entries.withUnsafeMutableBufferPointer { $0.update(repeating: .max) }
    count = 0
  }

  /// False if it was there.
  mutating func insert(_ slot: UInt32) -> Bool {
    if 2 * count >= entries.count { grow() }
    let isNew = entries.withUnsafeMutableBufferPointer { entries in
      var place = Int(slot &* 2_654_435_761) & (entries.count - 1)
      while entries[place] != .max {
        if entries[place] == slot { return false }
        place = (place + 1) & (entries.count - 1)
      }
      entries[place] = slot
      return true
    }
    if isNew { count += 1 }
    return isNew
  }

  private mutating func grow() {
    let old = entries
    entries = [UInt32](repeating: .max, count: 4 * old.count)
    count = 0
    for slot in old where slot != .max { _ = insert(slot) }
  }
}
