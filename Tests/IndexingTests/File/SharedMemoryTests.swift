internal import FreshetSeededNumbers
import Testing
@testable internal import FreshetIndexing

/// Memory that values share until one of them writes.
@Suite struct SharedMemoryTests {
  @Test func `copies of a paged array see only their own writes`() {
    for seed in UInt64(1)...20 {
      var generator = SplitMix64(seed: seed)
      let empty = PagedArray(stride: 8, elementsPerPage: 4, pool: MemoryPool())
      var arrays = [(paged: empty, model: [UInt64]())]
      for _ in 0..<600 {
        let index = Int.random(in: 0..<arrays.count, using: &generator)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0 where arrays.count < 6: arrays.append(arrays[index])
        case 1 where arrays.count > 1: arrays.remove(at: index)
        case 2, 3: Self.grow(&arrays[index], &generator)
        default: Self.write(&arrays[index], &generator)
        }
      }
      #expect(arrays.map { Self.elements($0.paged) } == arrays.map(\.model), "seed \(seed)")
    }
  }

  private static func grow(_ array: inout (paged: PagedArray, model: [UInt64]), _ generator: inout SplitMix64) {
    let count = array.model.count + Int.random(in: 0...5, using: &generator)
    array.paged.grow(to: count)
    array.model += Array(repeating: 0, count: count - array.model.count)
  }

  private static func write(_ array: inout (paged: PagedArray, model: [UInt64]), _ generator: inout SplitMix64) {
    guard let place = array.model.indices.randomElement(using: &generator) else { return }
    let value = generator.next()
    array.paged.edit(place).storeBytes(of: value, as: UInt64.self)
    array.model[place] = value
  }

  private static func elements(_ array: PagedArray) -> [UInt64] {
    (0..<array.count).map { array[$0].load(as: UInt64.self) }
  }

  @Test func `a page is copied once after a copy was made, and not while it has one owner`() {
    var array = PagedArray(stride: 8, elementsPerPage: 4, pool: MemoryPool())
    array.grow(to: 8)
    let snapshot = array
    let first = array.edit(0)
    #expect(first != snapshot[0])
    #expect(array.edit(0) == first)
    #expect(array[4] == snapshot[4])
    #expect((0..<2).map { array.used($0) } == [4, 4])
  }

  @Test func `slabs never overlap, and what is given back is taken again`() {
    for seed in UInt64(1)...5 {
      var generator = SplitMix64(seed: seed)
      let pool = MemoryPool()
      var slabs: [Slab] = []
      for _ in 0..<400 {
        if generator.chance(40), !slabs.isEmpty {
          slabs.remove(at: Int.random(in: 0..<slabs.count, using: &generator))
        } else {
          let size = 1 << Int.random(in: 0...14, using: &generator)
          slabs.append(Slab(size + Int.random(in: 0...99, using: &generator), from: pool))
        }
      }
      let ranges = slabs.map { UInt(bitPattern: $0.bytes)..<UInt(bitPattern: $0.bytes) + UInt($0.count) }
        .sorted { $0.lowerBound < $1.lowerBound }
      #expect(zip(ranges, ranges.dropFirst()).filter { $0.overlaps($1) }.isEmpty, "seed \(seed)")
      #expect(ranges.filter { !$0.lowerBound.isMultiple(of: 64) } == [], "seed \(seed)")
      #expect(pool.bytesInUse == slabs.reduce(0) { $0 + MemoryPool.sizeClass($1.count) }, "seed \(seed)")
      slabs = []
      #expect(pool.bytesInUse == 0, "seed \(seed)")
    }
  }

  @Test func `memory that is taken again is zero, and of the same class`() {
    let pool = MemoryPool()
    var slab: Slab? = Slab(1_000, from: pool)
    let bytes = slab?.bytes
    slab?.bytes.initializeMemory(as: UInt8.self, repeating: 255, count: 1_000)
    slab = nil
    let next = Slab(990, from: pool)
    #expect(next.bytes == bytes)
    #expect(Self.bytes(next) == Array(repeating: 0, count: 990))
  }

  @Test func `a size class holds what is asked for, and wastes an eighth or 63 bytes at most`() {
    for count in Array(1...5_000) + (13..<40).flatMap({ [1 << $0 - 1, 1 << $0, 1 << $0 + 1] }) {
      let size = MemoryPool.sizeClass(count)
      #expect(size >= count && size - count <= max(63, count / 8) && size.isMultiple(of: 64), "\(count)")
    }
  }

  @Test func `a copy of a slab is cut or filled with zeros`() {
    let pool = MemoryPool()
    let slab = Slab(4, from: pool)
    slab.bytes.copyMemory(from: [1, 2, 3, 4] as [UInt8], byteCount: 4)
    let copies = [2, 4, 6].map { Slab(copying: slab, $0, from: pool) } + [Slab(copying: slab, from: pool)]
    #expect(copies.map(Self.bytes) == [[1, 2], [1, 2, 3, 4], [1, 2, 3, 4, 0, 0], [1, 2, 3, 4]])
  }

  private static func bytes(_ slab: Slab) -> [UInt8] {
    Array(UnsafeRawBufferPointer(start: slab.bytes, count: slab.count))
  }
}
