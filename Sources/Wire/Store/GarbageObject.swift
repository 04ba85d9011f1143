package import Freshet

/// The result of a garbage collection as JSON, as `freshet gc` prints it.
package struct GarbageObject: Encodable {
  let versions, documents, passages, vectors, blobs: Int
  let freedBytes: Int64
  let sparedPassages: Int
  let freePageBytes: Int64
  let dryRun, compacted: Bool

  package init(_ summary: GarbageSummary, isCompact: Bool) {
    (versions, documents) = (summary.versions, summary.documents)
    (passages, vectors, blobs) = (summary.passages, summary.vectors, summary.blobs)
    (freedBytes, sparedPassages) = (summary.freedBytes, summary.sparedPassages)
    freePageBytes = isCompact ? 0 : summary.freePageBytes
    (dryRun, compacted) = (summary.isRehearsal, isCompact)
  }
}
