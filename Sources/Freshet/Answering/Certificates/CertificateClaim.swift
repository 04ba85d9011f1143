internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// What a certificate states, as far as it can be tried against the source's bytes.
public struct CertificateClaim: Hashable, Sendable {
  public let document: DocumentID
  public let bytes: Range<Int>
  public let address: ContentAddress
  public let revision: Revision
  /// Whether it says that the source held this revision at `verifiedAt`; else that it didn't.
  public let isFresh: Bool
  public let verifiedAt: Timestamp

  public init(
    document: DocumentID, bytes: Range<Int>, address: ContentAddress, revision: Revision, isFresh: Bool,
    verifiedAt: Timestamp
  ) {
    self.document = document
    self.bytes = bytes
    self.address = address
    self.revision = revision
    self.isFresh = isFresh
    self.verifiedAt = verifiedAt
  }
}
