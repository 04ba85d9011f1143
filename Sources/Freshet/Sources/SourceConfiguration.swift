public import FreshetCorpus

/// A folder of documents, which of its files are documents, and how they are kept coherent.
public struct SourceConfiguration: Hashable, Sendable {
  /// The documents' source name: letters, digits, "-" and "_".
  public let name: String
  /// The folder's absolute path. Links in it are followed anew at each access.
  public let root: String
  /// Patterns in gitignore's grammar: only files that match one are documents; empty for all.
  public let include: [String]
  /// Patterns in gitignore's grammar: what matches is no document, whatever ignore files say.
  public let exclude: [String]
  /// Whether files and folders are documents although their names begin with a dot. Otherwise an `include` pattern or a
  /// path in a call of `RetrievalCache.reindex` must name them. Names that usually hold secrets must always be named
  /// so.
  public let includesHiddenNames: Bool
  /// The policy by which a watch keeps the source in step.
  public let coherence: CoherenceSettings
  /// How stale the source's documents may be served, and in what share of cases; nil for no objective.
  public let objective: StalenessObjective?
  /// Whether scans may remove any number of documents, even if another folder is at `root` now. Meant for a folder that
  /// a program recreates each time. Otherwise such a loss is held back until a call of `RetrievalCache.reindex` accepts
  /// it.
  public let acceptsDeletions: Bool
  /// How long a document rests after a change before the cache reads it.
  public let rest: Duration
  /// How often to list the whole folder even if the watch missed nothing.
  public let reconcileEvery: Duration
  /// How often to list the folder where its file system reports no changes.
  public let pollEvery: Duration

  /// A folder of documents and how to keep it in step; every setting has a default.
  public init(
    name: String = DocumentID.files, root: String, include: [String] = [], exclude: [String] = [],
    includesHiddenNames: Bool = false, coherence: CoherenceSettings = .standard, objective: StalenessObjective? = nil,
    acceptsDeletions: Bool = false, rest: Duration = .milliseconds(300),
    reconcileEvery: Duration = .seconds(600), pollEvery: Duration = .seconds(5)
  ) {
    self.name = name
    self.root = StoreLocation.absolute(root)
    self.include = include
    self.exclude = exclude
    self.includesHiddenNames = includesHiddenNames
    self.coherence = coherence
    self.objective = objective
    self.acceptsDeletions = acceptsDeletions
    self.rest = rest
    self.reconcileEvery = reconcileEvery
    self.pollEvery = pollEvery
  }

  /// Whether a source can have this name.
  public static func isValid(name: String) -> Bool {
    !name.isEmpty && name != DocumentID.pushed
      && name.utf8.allSatisfy { byte in
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        return isLetter || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
  }
}
