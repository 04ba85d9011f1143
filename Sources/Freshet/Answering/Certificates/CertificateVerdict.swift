internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// The result of checking a certificate against the source's bytes.
public enum CertificateVerdict: Hashable, Sendable {
  /// What the certificate says is true of the source now.
  case holds
  /// The source changed after the certificate was made: the certificate may have been right then, and isn't now.
  case outdated(changedAt: Timestamp)
  /// The source didn't change after the certificate was made, and contradicts it: the certificate was wrong.
  case wrong(why: String)
  /// The source can't be read, or has no such document.
  case unverifiable(why: String)
}
