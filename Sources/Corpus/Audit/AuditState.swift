/// How a document of the index compares with the source's bytes.
public enum AuditState: String, Hashable, Sendable, Codable, CaseIterable {
  /// The index serves what the source holds.
  case fresh
  /// The source holds other bytes than the index serves.
  case stale
  /// The source holds the document; the index doesn't.
  case missing
  /// The index serves the document, which is proven to be gone from the source.
  case orphaned
  /// Concurrent versions of the document exist; none supersedes the other.
  case conflicted
  /// Text or vector don't match their address or checksum, or a placement doesn't match its bytes.
  case damaged
  /// The document is embedded in another space than the audit expects.
  case otherSpace
  /// The document is in step, but was indexed under other settings: another chunker, or rules that now exclude it.
  case drifted
  /// Freshet can't tell, because it can't read the source there.
  case unverified
}
