/// Served documents of one source, in the order of their paths, each with the stamp of its file at the read.
///
/// Stored in columns, because a comparison of all documents with their files needs values of only a few.
package struct StampedDocuments: Hashable, Sendable {
  package struct Record: Hashable, Sendable {
    /// The file's revision and stamp; nil if no file holds the document.
    package let stamped: StampedRevision?
    /// Whether the stamp alone is enough to prove that the document is in step.
    package let isVouchedByStamp: Bool

    package init(stamped: StampedRevision?, isVouchedByStamp: Bool) {
      self.stamped = stamped
      self.isVouchedByStamp = isVouchedByStamp
    }
  }

  package let source: String
  package private(set) var paths = PackedPaths()
  package private(set) var records: [Record] = []

  /// - Parameter count: about how many there will be.
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
