internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage
internal import FreshetWatching

extension RetrievalCache {
  /// Checks a certificate's statements against the current bytes of the document's file. A pushed document has no file,
  /// so its stored text is checked instead. Uses neither the similarity index nor the change log.
  public func verify(_ claim: CertificateClaim) throws -> CertificateVerdict {
    if claim.document.source == DocumentID.pushed { return try verifyPushed(claim) }
    guard let source = sources[claim.document.source] else {
      return .unverifiable(why: "no folder is known for the source \(claim.document.source)")
    }
    let (reading, bytes) = try source.read(claim.document, lastSeen: nil, now: clock)
    switch reading {
    case .revision(let stamped): return judge(claim, stamped, bytes)
    case .vanished:
      return claim.isFresh ? .outdated(changedAt: clock()) : .holds
    case .skipped(let entry):
      return .unverifiable(why: "the file no longer counts as a document: \(entry.reason.rawValue)")
    case .unreadable(let why), .refused(let why): return .unverifiable(why: why)
    case .rewritten: return .unverifiable(why: "the file is being rewritten")
    }
  }

  private func judge(_ claim: CertificateClaim, _ stamped: StampedRevision, _ bytes: [UInt8]) -> CertificateVerdict {
    let isSame = stamped.revision == claim.revision
    if isSame, !Self.holds(bytes, claim) {
      return .wrong(
        why: """
          the file's bytes \(claim.bytes.lowerBound) to \(claim.bytes.upperBound) are not the passage \
          \(claim.address)
          """)
    }
    if isSame == claim.isFresh { return .holds }
    let changedAt = max(stamped.stamp.modified, stamped.stamp.statusChanged)
    // The clock that stamps files is coarse: the recorded time of a change right after the check can be earlier than
    // the time of the check.
    let isLater = changedAt.duration(since: claim.verifiedAt) > .zero - StampedRevision.racyWindow
    if isLater { return .outdated(changedAt: changedAt) }
    let hash = isSame ? "and has the certificate's hash" : "but its hash is \(stamped.revision), not the certificate's"
    return .wrong(why: "the file has not been changed since \(changedAt), \(hash)")
  }

  private static func holds(_ bytes: [UInt8], _ claim: CertificateClaim) -> Bool {
    guard claim.bytes.upperBound <= bytes.count else { return false }
    return ContentAddress(hashing: NormalizedText(normalizing: bytes[claim.bytes])) == claim.address
  }

  /// Checks a claim about a pushed document against its stored text, which is the only copy.
  private func verifyPushed(_ claim: CertificateClaim) throws -> CertificateVerdict {
    let served = try store.read { try $0.document(claim.document) }
    guard let served else { return .unverifiable(why: "no document of this name is stored") }
    if (served.revision == claim.revision) == claim.isFresh { return .holds }
    return .outdated(changedAt: served.verified.at)
  }
}
