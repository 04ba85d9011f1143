internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// The part of a certificate that can be checked against the source's bytes.
public struct CertificateClaim: Hashable, Sendable {
  /// The document that should hold the passage.
  public let document: DocumentID
  /// The place of the passage in the source's bytes.
  public let bytes: Range<Int>
  /// The hash of the passage's text.
  public let address: ContentAddress
  /// The hash of the source's bytes.
  public let revision: Revision
  /// True if the certificate says that the source held this revision at `verifiedAt`; false if it says the opposite.
  public let isFresh: Bool
  /// When the document was compared with its source.
  public let verifiedAt: Timestamp

  /// A claim that ``RetrievalCache/verify(_:)`` can compare with the source.
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
