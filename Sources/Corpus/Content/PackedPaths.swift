internal import Foundation

/// A list of paths in one buffer. Comparisons read the bytes in the buffer. So ten thousand paths need only a few
/// allocations, and a path becomes a string only when a caller reads it.
package struct PackedPaths: Hashable, Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  package init() {}

  package mutating func reserveCapacity(_ count: Int) {
    ends.reserveCapacity(count)
  }

  package mutating func append(_ path: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: path)
    ends.append(bytes.count)
  }

  package mutating func append(contentsOf others: PackedPaths) {
    let start = bytes.count
    bytes += others.bytes
    ends.append(contentsOf: others.ends.lazy.map { start + $0 })
  }

  /// Compares the path at `index` with the path at `other` in `others`. The result is below 0 if the first comes before
  /// the second, 0 if they are equal, and above 0 otherwise.
  package func order(of index: Int, against others: PackedPaths, _ other: Int) -> Int {
    bytes.withUnsafeBytes { bytes in
      others.bytes.withUnsafeBytes { Self.order(bytes, self[bytesAt: index], $0, others[bytesAt: other]) }
    }
  }

  package func order(of index: Int, against path: String) -> Int {
    var path = path
    return path.withUTF8 { other in
      bytes.withUnsafeBytes {
        Self.order($0, self[bytesAt: index], UnsafeRawBufferPointer(other), 0..<other.count)
      }
    }
  }

  /// The index of `path`; nil if the list doesn't contain it. The list must be sorted.
  ///
  /// - Complexity: O(log *n*).
  package func firstIndex(of path: String) -> Int? {
    let index = indices.partitioningIndex { order(of: $0, against: path) >= 0 }
    return index < count && order(of: index, against: path) == 0 ? index : nil
  }

  /// The indices in the order of the bytes of their paths; nil if the paths are already in order.
  package func indicesInOrder() -> [Int]? {
    bytes.withUnsafeBytes { bytes in
      func precedes(_ one: Int, _ other: Int) -> Bool {
        Self.order(bytes, self[bytesAt: one], bytes, self[bytesAt: other]) < 0
      }
      let isInOrder = indices.dropFirst().allSatisfy { precedes($0 - 1, $0) }
      return isInOrder ? nil : indices.sorted(by: precedes)
    }
  }

  package func at(_ indices: [Int]) -> PackedPaths {
    var chosen = PackedPaths()
    chosen.reserveCapacity(indices.count)
    bytes.withUnsafeBytes { bytes in
      for index in indices { chosen.append(UnsafeRawBufferPointer(rebasing: bytes[self[bytesAt: index]])) }
    }
    return chosen
  }

  private subscript(bytesAt index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  private static func order(
    _ bytes: UnsafeRawBufferPointer, _ one: Range<Int>, _ otherBytes: UnsafeRawBufferPointer, _ other: Range<Int>
  ) -> Int {
    let common = Swift.min(one.count, other.count)
    // An empty buffer may have no address.
    let order =
      common == 0
      ? 0 : Int(memcmp(bytes.baseAddress! + one.lowerBound, otherBytes.baseAddress! + other.lowerBound, common))
    return order == 0 ? one.count - other.count : order
  }
}

extension PackedPaths: RandomAccessCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { ends.count }
  package subscript(index: Int) -> String { String(decoding: bytes[self[bytesAt: index]], as: UTF8.self) }
}
