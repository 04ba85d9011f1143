internal import FreshetCoherence
public import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

/// What the source's bytes say of a certificate.
public enum CertificateVerdict: Hashable, Sendable {
  /// The source holds now what the certificate says.
  case holds
  /// The source was changed after the certificate was made: it may have been right then, and doesn't hold now.
  case outdated(changedAt: Timestamp)
  /// The source wasn't changed since, and doesn't hold what the certificate says: it was wrong.
  case wrong(why: String)
  /// The source can't be read, or nothing keeps its bytes.
  case unverifiable(why: String)
}
