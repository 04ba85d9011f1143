internal import FreshetKernels
internal import FreshetSeededNumbers

/// Memory on a 64-byte boundary, as the kernels want it.
final class KernelBuffer<Element: BitwiseCopyable> {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(repeating element: Element, count: Int) {
    self.count = count
    let bytes = max(1, count) * MemoryLayout<Element>.stride
    base = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Element.self, capacity: count)
    base.initialize(repeating: element, count: count)
  }

  convenience init(_ elements: [Element]) {
    self.init(repeating: elements[0], count: elements.count)
    for index in elements.indices { base[index] = elements[index] }
  }

  deinit { base.deallocate() }

  var values: [Element] { (0..<count).map { base[$0] } }

  subscript(index: Int) -> Element {
    get { base[index] }
    set { base[index] = newValue }
  }
}

/// What a scan found.
typealias Hits = [(place: Int, score: Float)]

/// Room for `capacity` hits, and for some too many, which are to fail a test rather than the process.
func roomForHits(_ capacity: Int) -> KernelBuffer<freshet_scan_hit> {
  KernelBuffer(repeating: freshet_scan_hit(place: .max, score: .nan), count: capacity + 32)
}

/// The hits that `scan` writes into room for `capacity` of them.
func hits(capacity: Int, _ scan: (UnsafeMutablePointer<freshet_scan_hit>) -> Int) -> Hits {
  let room = roomForHits(capacity)
  let count = scan(room.base)
  return room.values.prefix(count).map { (Int($0.place), $0.score) }
}

/// Whether both hold the same places in order with scores `bound` apart at most, but for places whose value is within
/// `bound` of the threshold, by `value`.
func agree(_ found: Hits, _ expected: Hits, within bound: Float, of threshold: Float, value: (Int) -> Float) -> Bool {
  let a = Dictionary(found) { $1 }, b = Dictionary(expected) { $1 }
  guard found.map(\.place) == a.keys.sorted() else { return false }
  return Set(a.keys).union(b.keys).allSatisfy { place in
    guard let x = a[place], let y = b[place] else { return abs(value(place) - threshold) <= bound }
    return abs(x - y) <= bound
  }
}

func inner(_ x: [Float], _ y: [Float]) -> Double {
  zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}

func norm(_ x: [Double]) -> Double {
  x.reduce(0) { $0 + $1 * $1 }.squareRoot()
}

extension SplitMix64 {
  mutating func unitVector(_ count: Int) -> [Float] {
    let x = floats(count, in: -1...1)
    let length = Float(norm(x.map(Double.init)))
    return x.map { $0 / length }
  }
}
