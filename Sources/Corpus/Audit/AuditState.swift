/// An audit's verdict on a document: how the index compares with the source.
public enum AuditState: String, Hashable, Sendable, Codable, CaseIterable {
  /// The index serves exactly the bytes that the source contains.
  case fresh
  /// The bytes of the document in the source differ from those that the index serves.
  case stale
  /// The source contains the document; the index doesn't serve it.
  case missing
  /// The index serves the document, which is proven to be gone from the source.
  case orphaned
  /// Concurrent versions of the document exist; none supersedes the other.
  case conflicted
  /// A stored text doesn't match its hash, a vector doesn't match its checksum, or a placement doesn't match the
  /// document's bytes.
  case damaged
  /// The document is embedded in another embedding space than the audit expects.
  case otherSpace
  /// The index serves the source's bytes, but indexed them under other settings: with another chunker, or before rules
  /// that now exclude the document.
  case drifted
  /// Freshet can't read the document in its source, so it can't compare the two.
  case unverified
}
