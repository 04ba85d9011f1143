package import Freshet

/// The versions of a document as JSON; docs/commands/log.md documents the keys.
package struct LogObject: Encodable {
  package struct Version: Encodable {
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

  /// - Parameters:
  ///   - document: the document.
  ///   - versions: the versions of the document, newest first.
  package init(_ document: DocumentID, _ versions: [VersionRecord]) {
    self.document = document.description
    source = document.source
    path = document.path
    self.versions = versions.map(Version.init)
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
