internal import FreshetKernels

/// Scratch memory that the searches of one call use one after another.
struct ProbeScratch {
  let rotated: UnsafeMutablePointer<Float>
  let sums: UnsafeMutablePointer<UInt8>
  let scores: UnsafeMutablePointer<Float>
  /// For each cell, the bin of its distance; 255 once it is scanned.
  let bins: UnsafeMutablePointer<UInt8>
  let order: UnsafeMutablePointer<UInt32>
  let hits: UnsafeMutablePointer<freshet_scan_hit>
  /// The slots that this search has met, so that each is scored only once although it has entries in two cells.
  var met = SlotSet()
  /// The slots that wait to be scored.
  var pending: [UInt32] = []
  /// The cells scanned so far, in the order of the scans.
  var scanned: [UInt32] = []

  static let hitCapacity = 1_024

  init(_ cells: CellSet) {
    func room<T>(_ count: Int, of type: T.Type) -> UnsafeMutablePointer<T> {
      let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * MemoryLayout<T>.stride, alignment: 64)
      return memory.bindMemory(to: type, capacity: max(count, 1))
    }
    rotated = room(cells.width, of: Float.self)
    sums = room(4 * cells.width, of: UInt8.self)
    scores = room(cells.scoreCapacity, of: Float.self)
    bins = room(cells.scoreCapacity, of: UInt8.self)
    order = room(cells.scoreCapacity, of: UInt32.self)
    hits = room(Self.hitCapacity, of: freshet_scan_hit.self)
    pending.reserveCapacity(1_024)
    scanned.reserveCapacity(256)
  }

  func release() {
    rotated.deallocate()
    sums.deallocate()
    scores.deallocate()
    bins.deallocate()
    order.deallocate()
    hits.deallocate()
    met.release()
  }
}
