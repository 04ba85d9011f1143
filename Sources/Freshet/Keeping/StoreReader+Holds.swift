internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension StoreReader {
  /// Why removals by scans and by other stores are held back, and what to do about it, by source.
  func heldBack() throws -> [String: AdvisedText] {
    var reasons = try heldFromPeers()
    for source in try sources() {
      let ours = [
        source.held.map(DeletionHold.message(recorded:)),
        try hiddenHold(of: source.name).map(HiddenHold.message(recorded:)),
      ].compactMap(\.self)
      if !ours.isEmpty { reasons[source.name] = ours.joined(separator: "; ") }
    }
    return reasons
  }

  /// Why removals by other stores are held back, and what to do about it, by source.
  func heldFromPeers() throws -> [String: AdvisedText] {
    try holdsOfPeers().mapValues { "\($0); \(run: .acceptRemovals)" }
  }
}
