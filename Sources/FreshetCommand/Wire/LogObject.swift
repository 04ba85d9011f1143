internal import Freshet

/// A document's history as JSON: docs/commands/log.md.
struct LogObject: Encodable {
  struct Version: Encodable {
    let write: Dot
    let at: String
    let current, served, removal: Bool
    let supersededAt: String?
    let revision: Revision?
    let bytes, passages: Int?
    let servedFrom, servedUntil: SessionToken?
  }

  let document, source, path: String
  let versions: [Version]

  init(_ versions: DocumentVersions) {
    document = versions.document.description
    source = versions.document.source
    path = versions.document.path
    self.versions = versions.all.map(Version.init)
  }
}

extension LogObject.Version {
  fileprivate init(_ record: VersionRecord) {
    self.init(
      write: record.write, at: record.stamp.timestamp.description, current: record.isCurrent, served: record.isServed,
      removal: record.content == nil, supersededAt: record.supersededAt?.description,
      revision: record.content?.revision, bytes: record.content?.sizeInBytes, passages: record.content?.passages,
      servedFrom: record.servedFrom, servedUntil: record.servedUntil)
  }
}
