internal import FreshetCorpus

/// The resolutions of a store's sources.
struct ResolutionSet: Sendable {
  let named: [String: Resolution]

  subscript(source: String) -> Resolution {
    named[source] ?? (source == DocumentID.pushed ? .keepBoth : .sourceWins)
  }
}
