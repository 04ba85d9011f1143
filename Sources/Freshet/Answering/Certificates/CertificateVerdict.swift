internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// The result of checking a certificate (the evidence for a hit) against the document's current bytes.
public enum CertificateVerdict: Hashable, Sendable {
  /// The certificate's statements are true of the document's current bytes.
  case holds
  /// The document changed after the certificate was made. The certificate may have been correct then, but no longer is.
  case outdated(changedAt: Timestamp)
  /// The document contradicts the certificate and hasn't changed since the certificate was made, so the certificate was
  /// wrong from the start.
  case wrong(why: String)
  /// The check wasn't possible: the file can't be read, or the source has no such document.
  case unverifiable(why: String)
}
