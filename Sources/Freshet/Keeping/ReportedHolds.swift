internal import FreshetCoherence
internal import FreshetCorpus

/// Remembers which held-back losses a watch has reported. Each is reported once, and again only after a scan of the
/// whole source found that it had ended.
struct ReportedHolds: Sendable {
  private var loss: DeletionHold?
  private var hidden: HiddenHold?

  /// Compares a held-back loss with the one that was reported last. `isWhole` says whether the scan covered the whole
  /// source.
  ///
  /// - Returns: the message to report; nil if there is nothing new.
  mutating func news(_ found: DeletionHold?, isWhole: Bool) -> AdvisedText? {
    if let found, found.isOfPart, loss != nil { return nil }
    defer { if isWhole || found != nil { loss = found } }
    return found == loss ? nil : found?.message
  }

  /// Compares the documents that are held back because their names are hidden with those that were reported last. A
  /// partial scan finds only some of these documents, so it counts only if none were reported before.
  ///
  /// - Returns: the message to report; nil if there is nothing new.
  mutating func news(_ found: HiddenHold?, isWhole: Bool) -> AdvisedText? {
    if !isWhole, found == nil || hidden != nil { return nil }
    defer { hidden = found }
    return found == hidden ? nil : found?.message
  }
}
