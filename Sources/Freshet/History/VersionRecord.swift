public import FreshetCorpus
internal import FreshetStorage

/// A version that is kept of a document: what stands of it, or stood before.
public struct VersionRecord: Hashable, Sendable {
  /// The name of the write that made it.
  public let write: Dot
  /// When it was written, by the writer's hybrid clock.
  public let stamp: HybridTime
  /// Nil: the document was removed.
  public let content: VersionSummary?
  /// Nothing has superseded it.
  public let isCurrent: Bool
  /// Nil while it is current.
  public let supersededAt: Timestamp?
  /// The change with which it was served; nil when it never was.
  public let servedFrom: SessionToken?
  /// The change that ended its being served; nil when it still is, or never was.
  public let servedUntil: SessionToken?

  /// Whether it is served now.
  public var isServed: Bool { servedFrom != nil && servedUntil == nil }

  /// Whether it was served right after the change of this number.
  func isServed(at sequence: Int64) -> Bool {
    guard let servedFrom, servedFrom.sequence <= sequence else { return false }
    return servedUntil.map { $0.sequence > sequence } ?? true
  }
}
