/// An audit's verdicts on all documents. Most documents are proven fresh by the stamp of their file (size, times,
/// device and inode). These documents are stored compactly, in columns.
package struct AuditVerdicts: Hashable, Sendable {
  /// The documents that are proven fresh by the stamps of their files, by the name of their source.
  package let vouched: [String: StampedDocuments]
  /// The verdicts on the documents that aren't in `vouched`, in the order of the documents' names. Each document occurs
  /// once.
  package let examined: [DocumentVerdict]

  package init(vouched: [String: StampedDocuments], examined: [DocumentVerdict]) {
    self.vouched = vouched
    self.examined = examined
  }

  package var count: Int { vouched.values.reduce(examined.count) { $0 + $1.count } }

  package func counts() -> [AuditState: Int] {
    var counts: [AuditState: Int] = [:]
    if count > examined.count { counts[.fresh] = count - examined.count }
    for verdict in examined { counts[verdict.state, default: 0] += 1 }
    return counts
  }

  /// The verdict on the document `id`; nil if the audit has none.
  ///
  /// - Complexity: O(log *n*).
  package subscript(_ id: DocumentID) -> DocumentVerdict? {
    if let documents = vouched[id.source], let index = documents.paths.firstIndex(of: id.path) {
      return documents.verdict(at: index)
    }
    let index = examined.partitioningIndex { $0.document >= id }
    return index < examined.endIndex && examined[index].document == id ? examined[index] : nil
  }

  /// All verdicts, in the order of the documents' names.
  package var all: [DocumentVerdict] {
    let fresh = vouched.values.sorted { $0.source.utf8.lexicographicallyPrecedes($1.source.utf8) }
      .flatMap { documents in documents.records.indices.map(documents.verdict) }
    if fresh.isEmpty { return examined }
    return examined.isEmpty ? fresh : (fresh + examined).sorted { $0.document < $1.document }
  }
}

extension StampedDocuments {
  fileprivate func verdict(at index: Int) -> DocumentVerdict {
    let stamped = records[index].stamped
    return DocumentVerdict(
      document: id(at: index), state: .fresh, indexed: stamped?.revision, source: stamped?.revision, method: .stat,
      modifiedAt: stamped?.stamp.modified, detail: "", isHidden: false)
  }
}
