/// Served documents of one source, in the order of their paths, each with the stamp (size, times, device and inode)
/// that its file had when Freshet read it.
///
/// The values are stored in columns, because a comparison of all documents with their files needs only a few of them.
package struct StampedDocuments: Hashable, Sendable {
  package struct Record: Hashable, Sendable {
    /// The file's revision and stamp; nil if the document doesn't come from a file.
    package let stamped: StampedRevision?
    /// Whether an unchanged stamp alone proves that the index serves what the file contains.
    package let isVouchedByStamp: Bool

    package init(stamped: StampedRevision?, isVouchedByStamp: Bool) {
      self.stamped = stamped
      self.isVouchedByStamp = isVouchedByStamp
    }
  }

  package let source: String
  package private(set) var paths = PackedPaths()
  package private(set) var records: [Record] = []

  /// Makes an empty collection for documents of `source`.
  ///
  /// - Parameter count: the approximate number of documents to reserve memory for.
  package init(source: String, reserving count: Int = 0) {
    self.source = source
    paths.reserveCapacity(count)
    records.reserveCapacity(count)
  }

  package mutating func append(path: UnsafeRawBufferPointer, _ record: Record) {
    paths.append(path)
    records.append(record)
  }

  package mutating func sort() {
    if let indices = paths.indicesInOrder() { self = keeping(indices) }
  }

  package var count: Int { records.count }

  package func id(at index: Int) -> DocumentID {
    DocumentID(source: source, path: paths[index])
  }

  package func keeping(_ indices: [Int]) -> StampedDocuments {
    if indices.count == records.count, indices.elementsEqual(records.indices) { return self }
    var kept = self
    (kept.paths, kept.records) = (paths.at(indices), indices.map { records[$0] })
    return kept
  }
}
