internal import Foundation

/// Checks that the process's address space, which `ulimit -v` limits, has room for mapped files and thread stacks.
enum AddressSpace {
  /// The address space that must be free, as measured. With less, Swift's thread pools can wait for ever for the stack
  /// of a thread, because the allocator reserves address space for each thread at the same time. With 256 MiB this was
  /// rare.
  private static let neededBytes = 384 << 20

  /// - Returns: the `errno` value if this process can't map `neededBytes`; nil if it can.
  static func lackOfRoom() -> Int32? {
    let place = mmap(nil, neededBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let place, place != MAP_FAILED else { return errno }
    munmap(place, neededBytes)
    return nil
  }
}
