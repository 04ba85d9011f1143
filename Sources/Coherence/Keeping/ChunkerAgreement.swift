package import FreshetCorpus

/// Decides which chunker splits the documents of a source, if the store has one on record.
///
/// Two processes with other rules or sizes must not split each other's documents again and again. So the store records
/// one chunker for each source. Newer rules replace older ones; other sizes replace those on record only if the caller
/// accepts that.
package struct ChunkerAgreement: Sendable {
  /// The chunker on record; nil if there is none, or if the store was indexed for another embedder.
  package let recorded: String?
  /// The chunker with the configured sizes; nil if none are configured.
  package let wanted: ChunkerName?
  /// The chunker with the default sizes.
  package let standard: ChunkerName

  package enum Verdict: Hashable, Sendable {
    /// The chunker on record is the right one.
    case agreed(ChunkerName)
    /// This chunker must be recorded in place of the one on record.
    case adopted(ChunkerName)
    /// The configured sizes differ from those on record.
    case otherSizes(recorded: ChunkerName, wanted: ChunkerName)
    /// Newer or unknown rules split the documents.
    case unknownRules(recorded: String)
  }

  package init(recorded: String?, wanted: ChunkerName?, standard: ChunkerName) {
    self.recorded = recorded
    self.wanted = wanted
    self.standard = standard
  }

  /// - Parameters:
  ///   - limit: the maximum number of tokens of the embedder; nil for no limit.
  ///   - accepting: whether the configured chunker replaces any other one.
  package func verdict(limit: Int?, accepting: Bool) -> Verdict {
    let chosen = wanted ?? standard
    guard let recorded else { return .adopted(chosen) }
    guard let known = ChunkerName(recorded), known.rules <= standard.rules else {
      return accepting ? .adopted(chosen) : .unknownRules(recorded: recorded)
    }
    if let wanted, !wanted.hasSizes(of: known) {
      return accepting ? .adopted(wanted) : .otherSizes(recorded: known, wanted: wanted)
    }
    if let limit, known.maximum > limit { return .adopted(chosen) }
    return known.rules == standard.rules ? .agreed(known) : .adopted(known.with(rules: standard.rules))
  }
}
