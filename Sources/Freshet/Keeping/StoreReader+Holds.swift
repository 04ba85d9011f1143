internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension StoreReader {
  /// Why removals are held back until a person accepts them, and what to do about it. The keys are names of sources.
  /// Covers the removals that scans found, and those that other stores sent.
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

  /// Why removals that other stores sent are held back until a person accepts them, and what to do about it. The keys
  /// are names of sources.
  func heldFromPeers() throws -> [String: AdvisedText] {
    try holdsOfPeers().mapValues { "\($0); \(run: .acceptRemovals)" }
  }
}
