/// A way in which an index can fail its readers; docs/rules.md has a section on each.
///
/// The numbers are stable: Freshet never reuses the number of a rule that it dropped.
public enum AuditRule: String, Hashable, Sendable, Codable, CaseIterable {
  /// The served text differs from the source's.
  case stale = "FRS001"
  /// The source has a document that isn't served.
  case missing = "FRS002"
  /// A served document is gone from its source.
  case orphaned = "FRS003"
  /// The stored text, vector or placement of a document isn't the one that Freshet wrote.
  case damaged = "FRS004"
  /// A document is embedded in another space than the audit asked for.
  case otherSpace = "FRS005"
  /// Concurrent versions of a document exist; none supersedes the other.
  case conflicted = "FRS006"
  /// A document has been out of step for longer than its objective allows.
  case overObjective = "FRS007"
  /// Indexing failed too often; no retry until the document changes.
  case deadLetter = "FRS008"
  /// A source's watcher is blind, or catching up.
  case watcherUnhealthy = "FRS009"
  /// A document was indexed under other settings than the present ones.
  case configurationDrift = "FRS010"
  /// The embedder no longer returns the same vectors for sample texts as when the store was indexed.
  case canaryDrift = "FRS011"
  /// The store's counts of documents don't add up.
  case accountingUnbalanced = "FRS012"
  /// Freshet couldn't determine whether a document is fresh.
  case unverified = "FRS013"

  /// How serious a finding is for readers of the index.
  public enum Severity: String, Hashable, Sendable, Codable {
    /// Answers are wrong, or incomplete.
    case error
    /// Answers may become wrong, or can't be proven right.
    case warning
  }

  public var id: String { rawValue }

  /// One or two words for a list: "stale", "over objective".
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

  /// The meaning of the rule, in one sentence without a full stop.
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

  /// How serious a finding of this rule is.
  public var severity: Severity {
    switch self {
    case .otherSpace, .watcherUnhealthy, .configurationDrift, .unverified: .warning
    default: .error
    }
  }
}
