/// Served documents of one source in the order of their paths, each with the stamp that its file had when it was read.
///
/// Columns rather than values: who compares all documents with their files has something to say of few.
package struct StampedDocuments: Hashable, Sendable {
  package struct Record: Hashable, Sendable {
    /// Nil where no file holds it.
    package let stamped: StampedRevision?
    /// Whether nothing but its stamp is needed to tell that it is in step.
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
