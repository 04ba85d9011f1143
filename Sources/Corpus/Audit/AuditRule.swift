/// A way in which an index can fail its readers; docs/rules.md has a section on each.
///
/// The numbers are stable: one that is given up is not given again.
public enum AuditRule: String, Hashable, Sendable, Codable, CaseIterable {
  /// The served text differs from the source's.
  case stale = "FRS001"
  /// The source has a document that isn't served.
  case missing = "FRS002"
  /// A served document is gone from its source.
  case orphaned = "FRS003"
  /// What is stored of a document isn't what was written.
  case damaged = "FRS004"
  /// A document is embedded in another space than the audit asked for.
  case otherSpace = "FRS005"
  /// Versions stand side by side.
  case conflicted = "FRS006"
  /// A document has been out of step for longer than its objective allows.
  case overObjective = "FRS007"
  /// Indexing failed too often; no retry until the document changes.
  case deadLetter = "FRS008"
  /// A source's watcher is blind, or catching up.
  case watcherUnhealthy = "FRS009"
  /// A document was indexed under other rules than today's.
  case configurationDrift = "FRS010"
  /// The embedder no longer gives the vectors that it gave when the store was indexed.
  case canaryDrift = "FRS011"
  /// The store's counts of documents don't add up.
  case accountingUnbalanced = "FRS012"
  /// Whether a document is fresh could not be found out.
  case unverified = "FRS013"

  /// How much a finding weighs for those who answer from the index.
  public enum Severity: String, Hashable, Sendable, Codable {
    /// Answers are wrong, or miss what is there.
    case error
    /// Answers may become wrong, or can't be proven right.
    case warning
  }

  public var id: String { rawValue }

  /// One word or two for a list: "stale", "over objective".
  public var title: String {
    switch self {
    case .stale: "stale"
    case .missing: "missing"
    case .orphaned: "orphaned"
    case .damaged: "damaged"
    case .otherSpace: "other space"
    case .conflicted: "conflicted"
    case .overObjective: "over objective"
    case .deadLetter: "dead letter"
    case .watcherUnhealthy: "watcher unhealthy"
    case .configurationDrift: "configuration drift"
    case .canaryDrift: "canary drift"
    case .accountingUnbalanced: "accounting unbalanced"
    case .unverified: "unverified"
    }
  }

  /// What it means, in one sentence without a full stop.
  public var summary: String {
    switch self {
    case .stale: "the source holds other bytes than the index serves"
    case .missing: "the source holds a document that the index doesn't serve"
    case .orphaned: "the index serves a document that is gone from its source"
    case .damaged: "what is stored is not what was stored: a text, a vector, or the place of a passage"
    case .otherSpace: "the document is embedded in another space than the one that is asked for"
    case .conflicted: "concurrent versions of the document stand side by side"
    case .overObjective: "the document has been out of step for longer than its source's objective allows"
    case .deadLetter: "indexing failed too often: no retry until it changes"
    case .watcherUnhealthy: "changes of the source may go unnoticed"
    case .configurationDrift: "the document was indexed under other settings than those of now"
    case .canaryDrift: "the embedder gives other vectors than when the index was made, under the same name"
    case .accountingUnbalanced: "the store's numbers of documents contradict each other"
    case .unverified: "nothing can be said of the document: its source can't be read there"
    }
  }

  /// How much a finding of this rule weighs.
  public var severity: Severity {
    switch self {
    case .otherSpace, .watcherUnhealthy, .configurationDrift, .unverified: .warning
    default: .error
    }
  }
}
