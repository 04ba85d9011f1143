/// How a document of the index compares with the source's bytes.
public enum AuditState: String, Hashable, Sendable, Codable, CaseIterable {
  /// The index serves what the source holds.
  case fresh
  /// The source holds other bytes than the index serves.
  case stale
  /// In the source, not in the index.
  case missing
  /// In the index, proven gone from the source.
  case orphaned
  /// Concurrent versions stand side by side.
  case conflicted
  /// Text or vector no longer match their address or checksum, or a placement no longer matches its bytes.
  case damaged
  /// Embedded in another space than the one that is asked for.
  case otherSpace
  /// In step, but indexed under other settings: another chunker, or rules that no longer make it a document.
  case drifted
  /// Nothing can be said: the source can't be read there.
  case unverified
}
