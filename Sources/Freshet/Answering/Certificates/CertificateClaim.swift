internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// The statements of a certificate (the evidence for a hit) that can be checked against the bytes of the document's
/// file.
public struct CertificateClaim: Hashable, Sendable {
  /// The document that should contain the passage.
  public let document: DocumentID
  /// The byte range of the passage in the document's file.
  public let bytes: Range<Int>
  /// The hash of the passage's text.
  public let address: ContentAddress
  /// The hash of the whole document's bytes.
  public let revision: Revision
  /// True if the certificate states that the document's file had this revision (hash) at `verifiedAt`; false if it
  /// states that the file had another one.
  public let isFresh: Bool
  /// When Freshet compared the stored document with its file.
  public let verifiedAt: Timestamp

  /// Creates a claim that ``RetrievalCache/verify(_:)`` can check.
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
