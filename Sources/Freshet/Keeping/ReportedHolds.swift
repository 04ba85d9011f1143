internal import FreshetCoherence
internal import FreshetCorpus

/// The holds that a watch has reported. It reports each once, and again only after a scan of the whole source found
/// that it was over.
struct ReportedHolds: Sendable {
  private var loss: DeletionHold?
  private var hidden: HiddenHold?

  /// - Returns: what to report; nil if there is nothing new.
  mutating func news(_ found: DeletionHold?, isWhole: Bool) -> AdvisedText? {
    if let found, found.isOfPart, loss != nil { return nil }
    defer { if isWhole || found != nil { loss = found } }
    return found == loss ? nil : found?.message
  }

  /// The news of hidden documents, likewise. A scan of a part finds only some of them, so it never replaces what a
  /// whole scan found.
  mutating func news(_ found: HiddenHold?, isWhole: Bool) -> AdvisedText? {
    if !isWhole, found == nil || hidden != nil { return nil }
    defer { hidden = found }
    return found == hidden ? nil : found?.message
  }
}
