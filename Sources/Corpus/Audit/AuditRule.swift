/// A rule that an audit checks. Each rule is named after the defect that the audit looks for. docs/rules.md has a
/// section on each rule.
///
/// The numbers are stable: Freshet never reuses the number of a rule that it dropped.
public enum AuditRule: String, Hashable, Sendable, Codable, CaseIterable {
  /// The served text differs from the source's.
  case stale = "FRS001"
  /// The source has a document that the index doesn't serve.
  case missing = "FRS002"
  /// A served document is gone from its source.
  case orphaned = "FRS003"
  /// The stored text, vector or placement of a document isn't the one that Freshet wrote.
  case damaged = "FRS004"
  /// A document is embedded in another embedding space than the audit expects.
  case otherSpace = "FRS005"
  /// Concurrent versions of a document exist; none supersedes the other.
  case conflicted = "FRS006"
  /// For longer than the source's staleness objective allows, a document in the index differs from the source (or only
  /// one of the two has the document), or the document's passages await vectors.
  case overObjective = "FRS007"
  /// Indexing of a document failed too often. Freshet doesn't retry until the document changes or `reindex` runs.
  case deadLetter = "FRS008"
  /// The watch of a source ended unexpectedly or records nothing, or its watcher can't read the source or may have
  /// missed changes.
  case watcherUnhealthy = "FRS009"
  /// A document was indexed under other settings than the present ones, for example with another chunker.
  case configurationDrift = "FRS010"
  /// The embedder returns other vectors for the canaries (fixed sample texts) than when the embedding space was new.
  case canaryDrift = "FRS011"
  /// The store's counts of documents by state don't add up.
  case accountingUnbalanced = "FRS012"
  /// Freshet couldn't compare a document with its source, or holds back removals that another store sent.
  case unverified = "FRS013"

  /// How serious a finding is for readers of the index.
  public enum Severity: String, Hashable, Sendable, Codable {
    /// Answers are wrong or incomplete.
    case error
    /// Answers may become wrong, or can't be verified.
    case warning
  }

  public var id: String { rawValue }

  /// A title of one or two words for lists, for example "stale" or "over objective".
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
    case .damaged: "a stored text, vector or position of a passage is damaged"
    case .otherSpace: "the document's vectors are in another embedding space than the audit expects"
    case .conflicted: "the document has concurrent versions, none of which replaces another"
    case .overObjective: "the index has been behind the document's source for longer than its objective allows"
    case .deadLetter: "indexing failed too often: freshet retries only after the document changes"
    case .watcherUnhealthy: "changes of the source may go unnoticed"
    case .configurationDrift: "the document was indexed under other settings than the present ones"
    case .canaryDrift: "the embedder has kept its name, but returns other vectors than when the index was made"
    case .accountingUnbalanced: "the store's counts of documents by state don't add up"
    case .unverified: "the document can't be compared with its source, which can't be read"
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
