internal import Foundation

/// Checks what `ulimit -v` leaves for mapped files and for the stacks of threads.
enum AddressSpace {
  /// Measured: with less, the runtime's pools wait for ever for the stack of a thread. With 256 MiB it happened rarely:
  /// the allocator reserves address space for each thread meanwhile.
  private static let neededBytes = 384 << 20

  /// - Returns: the error if this process can't map `neededBytes`; nil if it can.
  static func lackOfRoom() -> Int32? {
    let place = mmap(nil, neededBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let place, place != MAP_FAILED else { return errno }
    munmap(place, neededBytes)
    return nil
  }
}
