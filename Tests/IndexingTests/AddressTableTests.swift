internal import FreshetCorpus
internal import FreshetSeededNumbers
import Testing
@testable internal import FreshetIndexing

/// Against a dictionary, with hashes that collide as no digests do.
@Suite struct AddressTableTests {
  enum Hashes: String, CaseIterable {
    /// All bits differ.
    case spread
    /// The low bits, which choose the bucket, are alike, so that one bucket is split again and again.
    case oneBucket
    /// 300 share all bits, the others none.
    case equal
  }

  @Test(arguments: Hashes.allCases)
  func `after any history the table finds what a dictionary finds`(_ hashes: Hashes) {
    for seed in UInt64(1)...4 {
      var world = TableWorld(hashes, seed: seed)
      var snapshot = world
      for step in 0..<6_000 {
        world.change()
        if step == 3_000 { snapshot = world }
      }
      #expect(world.violations() == [], "seed \(seed)")
      #expect(snapshot.violations() == [], "seed \(seed), the copy of step 3000")
    }
  }
}

private struct TableWorld {
  private var generator: SplitMix64
  private let universe: [ContentAddress]
  private var addresses: PagedArray
  private var table: AddressTable
  private var slots: [ContentAddress: Int] = [:]
  private var free: [Int] = []

  init(_ hashes: AddressTableTests.Hashes, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    universe = (0..<2_000).map { Colliding.address(hashes, $0, &generator) }
    self.generator = generator
    let pool = MemoryPool()
    addresses = PagedArray(stride: 32, elementsPerPage: 512, pool: pool)
    table = AddressTable(pool: pool)
  }

  mutating func change() {
    let address = generator.pick(universe)
    if let slot = slots.removeValue(forKey: address) {
      if generator.chance(40) { return slots[address] = slot }
      table.remove(slot, in: addresses)
      free.append(slot)
    } else {
      let slot = free.popLast() ?? addresses.count
      addresses.grow(to: slot + 1)
      addresses.edit(slot).storeBytes(of: address, as: ContentAddress.self)
      table.insert(slot, in: addresses)
      slots[address] = slot
    }
  }

  func violations() -> [String] {
    universe.filter { table.slot(of: $0, in: addresses) != slots[$0] }.map {
      "\($0): \(String(describing: table.slot(of: $0, in: addresses))), not \(String(describing: slots[$0]))"
    }
  }
}

/// Digests made to order: their fold is Σ word · odd, which one word can set to anything.
private enum Colliding {
  static func address(
    _ hashes: AddressTableTests.Hashes, _ number: Int, _ generator: inout SplitMix64
  ) -> ContentAddress {
    switch hashes {
    case .spread: address(folded: generator.next(), &generator)
    case .equal: address(folded: number < 300 ? 42 : generator.next(), &generator)
    case .oneBucket: address(folded: fold(lowBits: 6, &generator), &generator)
    }
  }

  /// A fold whose hash ends in zeros.
  private static func fold(lowBits: UInt64, _ generator: inout SplitMix64) -> UInt64 {
    while true {
      let fold = generator.next()
      if StableHash.mixed(fold) & (1 << lowBits - 1) == 0 { return fold }
    }
  }

  private static func address(folded: UInt64, _ generator: inout SplitMix64) -> ContentAddress {
    let others = (0..<3).map { _ in generator.next() }
    let rest = fingerprint([0] + others).folded
    let result = fingerprint([(folded &- rest) &* inverse(of: fingerprint([1, 0, 0, 0]).folded)] + others)
    precondition(result.folded == folded, "the fold isn't what this test takes it for")
    return ContentAddress(result)
  }

  private static func fingerprint(_ words: [UInt64]) -> Fingerprint {
    let bytes = words.flatMap { word in withUnsafeBytes(of: word.bigEndian, Array.init) }
    guard let fingerprint = Fingerprint(bytes: bytes) else { preconditionFailure("\(bytes.count) bytes") }
    return fingerprint
  }

  /// Newton's iteration doubles the bits that are right, of which an odd number has three to begin with.
  private static func inverse(of odd: UInt64) -> UInt64 {
    (0..<5).reduce(odd) { inverse, _ in inverse &* (2 &- odd &* inverse) }
  }
}
