public import FreshetCorpus
internal import FreshetStorage

/// A current or earlier version of a document that the store keeps.
public struct VersionRecord: Hashable, Sendable {
  /// The id of the write that created the version.
  public let write: Dot
  /// When the version was written, by the writer's hybrid clock.
  public let stamp: HybridTime
  /// Facts about the version's text; nil if the version is a removal.
  public let content: VersionSummary?
  /// Whether no other version has superseded this one.
  public let isCurrent: Bool
  /// When another version superseded this one; nil while it is current.
  public let supersededAt: Timestamp?
  /// The token of the change with which the store began to serve the version; nil if the version was never served.
  public let servedFrom: SessionToken?
  /// The token of the change with which the store stopped serving the version; nil if the version is still served, or
  /// never was.
  public let servedUntil: SessionToken?

  /// Whether the store serves the version now.
  public var isServed: Bool { servedFrom != nil && servedUntil == nil }

  /// Whether the store served the version right after its change with the number `sequence`.
  func isServed(at sequence: Int64) -> Bool {
    guard let servedFrom, servedFrom.sequence <= sequence else { return false }
    return servedUntil.map { $0.sequence > sequence } ?? true
  }
}
