public import FreshetCorpus
internal import FreshetStorage

/// A version of a document that the store keeps: one that stands, or that stood before.
public struct VersionRecord: Hashable, Sendable {
  /// The name of the write that made the version.
  public let write: Dot
  /// When it was written, by the writer's hybrid clock.
  public let stamp: HybridTime
  /// Facts about the version's text; nil if the version is a removal.
  public let content: VersionSummary?
  /// Whether nothing has superseded the version.
  public let isCurrent: Bool
  /// When another version superseded this one; nil while it is current.
  public let supersededAt: Timestamp?
  /// The change with which the store began to serve the version; nil if it never did.
  public let servedFrom: SessionToken?
  /// The change with which the store ceased to serve the version; nil if it still serves it, or never did.
  public let servedUntil: SessionToken?

  /// Whether the store serves the version now.
  public var isServed: Bool { servedFrom != nil && servedUntil == nil }

  /// Whether the store served the version right after the change number `sequence`.
  func isServed(at sequence: Int64) -> Bool {
    guard let servedFrom, servedFrom.sequence <= sequence else { return false }
    return servedUntil.map { $0.sequence > sequence } ?? true
  }
}
