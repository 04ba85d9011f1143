internal import FreshetCorpus

/// The conflict resolution of each source. Default: `keepBoth` for pushed documents, `sourceWins` for all others.
struct ResolutionSet: Sendable {
  let named: [String: Resolution]

  subscript(source: String) -> Resolution {
    named[source] ?? (source == DocumentID.pushed ? .keepBoth : .sourceWins)
  }
}
