internal import FreshetCorpus
internal import FreshetStorage

extension StoreReader {
  func record(_ kept: KeptVersion) throws -> VersionRecord {
    VersionRecord(
      write: kept.version.dot, stamp: kept.version.stamp, content: kept.version.content.map(VersionSummary.init),
      isCurrent: kept.isCurrent, supersededAt: kept.supersededAt,
      servedFrom: try kept.servedFrom.flatMap { try change($0)?.token },
      servedUntil: try kept.servedUntil.flatMap { try change($0)?.token })
  }
}

extension VersionSummary {
  fileprivate init(_ content: VersionContent) {
    self.init(revision: content.revision, sizeInBytes: content.sizeInBytes, passages: content.placements.count)
  }
}
