internal import Foundation

/// Served documents of one source in the order of their paths, each with the stamp that its file had when it was read.
///
/// Paths lie end to end in one buffer: who compares all documents with their files has something to say of few, so that none
/// of them should cost an allocation.
package struct StampedDocuments: Hashable, Sendable {
  package struct Record: Hashable, Sendable {
    fileprivate let path: Range<Int>
    /// Nil where no file holds it.
    package let stamped: StampedRevision?
    /// Whether nothing but its stamp is needed to tell that it is in step.
    package let isSettledByStamp: Bool
  }

  package let source: String
  private var paths: [UInt8] = []
  package private(set) var records: [Record] = []

  package init(source: String) {
    self.source = source
  }

  package mutating func append(
    path: UnsafeRawBufferPointer, stamped: StampedRevision?, isSettledByStamp: Bool
  ) {
    let start = paths.count
    paths.append(contentsOf: path)
    records.append(
      Record(path: start..<paths.count, stamped: stamped, isSettledByStamp: isSettledByStamp))
  }

  /// - Complexity: O(*n*) for those that are in order already.
  package mutating func sort() {
    let isInOrder = records.indices.dropFirst().allSatisfy { order(of: $0 - 1, $0) < 0 }
    if isInOrder { return }
    let sorted = records.indices.sorted { order(of: $0, $1) < 0 }
    records = sorted.map { records[$0] }
  }

  package var count: Int { records.count }

  package func path(at index: Int) -> String {
    String(decoding: paths[records[index].path], as: UTF8.self)
  }

  package func id(at index: Int) -> DocumentID {
    DocumentID(source: source, path: path(at: index))
  }

  /// Below 0 where the document's path comes before `path`, 0 where it is the same.
  package func order(of index: Int, against path: String) -> Int {
    var path = path
    return path.withUTF8 { other in
      paths.withUnsafeBytes { Self.order(UnsafeRawBufferPointer(rebasing: $0[records[index].path]), .init(other)) }
    }
  }

  /// Where the document is; nil when it is none of these.
  ///
  /// - Complexity: O(log *n*).
  package func index(of path: String) -> Int? {
    let low = records.indices.partitioningIndex { order(of: $0, against: path) >= 0 }
    return low < records.count && order(of: low, against: path) == 0 ? low : nil
  }

  /// Those at `indices`, which are in order.
  package func keeping(_ indices: [Int]) -> StampedDocuments {
    if indices.count == records.count { return self }
    var kept = self
    kept.records = indices.map { records[$0] }
    return kept
  }

  private func order(of one: Int, _ other: Int) -> Int {
    paths.withUnsafeBytes { bytes in
      Self.order(
        UnsafeRawBufferPointer(rebasing: bytes[records[one].path]),
        UnsafeRawBufferPointer(rebasing: bytes[records[other].path]))
    }
  }

  private static func order(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Int {
    let common = min(one.count, other.count)
    // An empty buffer may have no address.
    let order = common == 0 ? 0 : Int(memcmp(one.baseAddress!, other.baseAddress!, common))
    return order == 0 ? one.count - other.count : order
  }
}
