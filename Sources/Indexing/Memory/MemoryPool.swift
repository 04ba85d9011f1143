internal import Glibc
internal import Synchronization

/// Allocates memory for slabs (shared pieces of memory) in large regions that may use huge pages. A search accesses
/// memory at random, and with pages of 4 KiB would spend half of its time in address translation.
///
/// Freed memory is kept for the next slab of the same size class. Classes differ by at most an eighth, so that at most
/// an eighth of the memory is wasted. A pool lives as long as any of its slabs.
final class MemoryPool: Sendable {
  private struct State {
    var free: [Int: [UInt]] = [:]
    var regions: [(start: UInt, count: Int)] = []
    var used = 0
    var taken = 0
  }
  private let state = Mutex(State())

  private static let hugePage = 2 << 20

  deinit {
    state.withLock {
      for region in $0.regions { munmap(UnsafeMutableRawPointer(bitPattern: region.start), region.count) }
    }
  }

  /// The number of bytes that slabs use, rounded up to their size classes.
  var bytesInUse: Int { state.withLock { $0.taken } }

  func take(_ count: Int) -> UnsafeMutableRawPointer {
    let size = Self.sizeClass(count)
    let address = state.withLock { state in
      state.taken += size
      return state.free[size]?.popLast() ?? Self.carve(size, &state)
    }
    return UnsafeMutableRawPointer(bitPattern: address)!  // mmap's memory, checked when it was taken
  }

  func giveBack(_ memory: UnsafeMutableRawPointer, _ count: Int) {
    let size = Self.sizeClass(count)
    state.withLock { state in
      state.taken -= size
      state.free[size, default: []].append(UInt(bitPattern: memory))
    }
  }

  /// Allocates from the last region, or from a new one if the last is full. The size of new regions grows with the
  /// total size of all regions, so that a small index takes little memory.
  private static func carve(_ size: Int, _ state: inout State) -> UInt {
    if state.regions.last.map({ state.used + size > $0.count }) ?? true {
      let total = state.regions.reduce(0) { $0 + $1.count }
      state.regions.append(region(of: max(size, min(max(total / 4, 64 << 10), 32 << 20))))
      state.used = 0
    }
    defer { state.used += size }
    return state.regions[state.regions.count - 1].start + UInt(state.used)
  }

  private static func region(of count: Int) -> (start: UInt, count: Int) {
    let isHuge = count >= hugePage
    let size = isHuge ? (count + hugePage - 1) / hugePage * hugePage : (count + 4095) / 4096 * 4096
    let slack = isHuge ? hugePage : 0
    guard let memory = mmap(nil, size + slack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      memory != MAP_FAILED
    else { preconditionFailure("no memory: \(size) bytes") }
    let start = UInt(bitPattern: memory)
    let aligned = isHuge ? (start + UInt(slack) - 1) / UInt(hugePage) * UInt(hugePage) : start
    if isHuge {
      if aligned > start { munmap(memory, Int(aligned - start)) }
      let end = aligned + UInt(size)
      let rest = Int(start) + size + slack - Int(end)
      if rest > 0 { munmap(UnsafeMutableRawPointer(bitPattern: end), rest) }
      madvise(UnsafeMutableRawPointer(bitPattern: aligned), size, MADV_HUGEPAGE)
    }
    return (aligned, size)
  }

  /// Returns the size class of a slab: `count` rounded up to a multiple of 64, or of the largest power of two that is
  /// at most `count` / 8 if that is greater.
  static func sizeClass(_ count: Int) -> Int {
    let step = max(64, 1 << max(0, Int.bitWidth - 1 - count.leadingZeroBitCount - 3))
    return (count + step - 1) / step * step
  }
}
