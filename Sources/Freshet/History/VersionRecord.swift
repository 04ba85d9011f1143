public import FreshetCorpus
internal import FreshetStorage

/// A version that is kept of a document: what stands of it, or stood before.
public struct VersionRecord: Hashable, Sendable {
  /// The name of the write that made it.
  public let write: Dot
  public let stamp: HybridTime
  /// Nil: the document was removed.
  public let content: VersionSummary?
  /// Nothing has superseded it.
  public let isCurrent: Bool
  /// Nil while it is current.
  public let supersededAt: Timestamp?
  /// The change with which it was served; nil when it never was.
  public let servedFrom: SessionToken?
  /// The change with which it was served no more; nil when it still is, or never was.
  public let servedUntil: SessionToken?

  public var isServed: Bool { servedFrom != nil && servedUntil == nil }

  /// Whether it was served right after the change of this number.
  func isServed(at sequence: Int64) -> Bool {
    guard let servedFrom, servedFrom.sequence <= sequence else { return false }
    return servedUntil.map { $0.sequence > sequence } ?? true
  }
}

/// The text of a version, without the text.
public struct VersionSummary: Hashable, Sendable {
  public let revision: Revision
  public let sizeInBytes: Int
  public let passages: Int
}

/// The text of a version as far as the store has it.
public struct VersionText: Hashable, Sendable {
  public let text: String
  /// Byte by byte as it was pushed. Of a document that came from a file only the passages are kept: those, parted by blank lines.
  public let isExact: Bool

  package init(text: String, isExact: Bool) {
    self.text = text
    self.isExact = isExact
  }
}

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
