internal import FreshetCorpus

/// Writes by their numbers.
struct WriteSet: SetAlgebra, Hashable, Sendable {
  static let capacity = 128

  private var bits: UInt128 = 0

  init() {}

  private init(bits: UInt128) { self.bits = bits }

  func contains(_ write: Int) -> Bool { bits >> UInt128(write) & 1 == 1 }

  @discardableResult
  mutating func insert(_ write: Int) -> (inserted: Bool, memberAfterInsert: Int) {
    defer { bits |= 1 << UInt128(write) }
    return (!contains(write), write)
  }

  @discardableResult
  mutating func remove(_ write: Int) -> Int? {
    defer { bits &= ~(1 << UInt128(write)) }
    return contains(write) ? write : nil
  }

  @discardableResult
  mutating func update(with write: Int) -> Int? { insert(write).inserted ? nil : write }

  func union(_ other: WriteSet) -> WriteSet { WriteSet(bits: bits | other.bits) }
  func intersection(_ other: WriteSet) -> WriteSet { WriteSet(bits: bits & other.bits) }
  func symmetricDifference(_ other: WriteSet) -> WriteSet { WriteSet(bits: bits ^ other.bits) }
  mutating func formUnion(_ other: WriteSet) { bits |= other.bits }
  mutating func formIntersection(_ other: WriteSet) { bits &= other.bits }
  mutating func formSymmetricDifference(_ other: WriteSet) { bits ^= other.bits }

  var members: [Int] {
    var (rest, all): (UInt128, [Int]) = (bits, [])
    while rest != 0 {
      all.append(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
    return all
  }
}

/// What must stand, without version vectors: of each write, what it was and which writes its writer had read.
struct ReplicaOracle {
  struct Write {
    let document: DocumentID
    /// Those that its writer had read, and all that their writers had.
    let past: WriteSet
    /// Those that had reached the replica that took it.
    let there: WriteSet
    /// Nil removes the document.
    let text: String?
    let change: AttributeChange
    let stamp: HybridTime
    /// As it was named first.
    let dot: Dot
  }

  private(set) var writes: [Write] = []
  var isFull: Bool { writes.count == WriteSet.capacity }

  mutating func add(_ write: Write) -> Int {
    writes.append(write)
    return writes.count - 1
  }

  /// Those of `reached` that no other of them has in its past.
  func standingWrites(_ reached: WriteSet) -> WriteSet {
    reached.members.reduce(reached) { $0.subtracting(writes[$1].past) }
  }

  /// With all that their writers had read.
  func closed(_ reached: WriteSet) -> WriteSet {
    reached.members.reduce(reached) { $0.union(writes[$1].past) }
  }

  /// The writes that added each tag, but for those that somebody took away who had seen them.
  func tags(_ reached: WriteSet) -> [String: WriteSet] {
    var tags: [String: WriteSet] = [:]
    for write in reached.members {
      for tag in writes[write].change.addedTags where !isRemoved(tag, of: write, reached) {
        tags[tag, default: []].insert(write)
      }
    }
    return tags
  }

  /// A document's removal takes what its writer had read; a tag's, what was there besides.
  private func isRemoved(_ tag: String, of write: Int, _ reached: WriteSet) -> Bool {
    reached.members.contains { other in
      let remover = writes[other]
      guard remover.past.contains(write) else { return false }
      return remover.text == nil || remover.change.removedTags.contains(tag) && remover.there.contains(write)
    }
  }

  /// The last writer's value of each field; nil for a document that was ever removed, whose fields may have been forgotten.
  func fields(_ reached: WriteSet) -> [String: String]? {
    var fields: [String: (write: Write, value: String?)] = [:]
    for write in reached.members.map({ writes[$0] }) {
      if write.text == nil { return nil }
      for (name, value) in write.change.fields where fields[name].map({ $0.write.isOlder(than: write) }) ?? true {
        fields[name] = (write, value)
      }
    }
    return fields.compactMapValues(\.value)
  }
}

extension ReplicaOracle.Write {
  fileprivate func isOlder(than other: Self) -> Bool {
    stamp == other.stamp ? dot < other.dot : stamp < other.stamp
  }
}
