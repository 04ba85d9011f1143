public import FreshetCorpus

/// The settings of a source: a folder, which of its files are documents, and how Freshet keeps their index up to date.
public struct SourceConfiguration: Hashable, Sendable {
  /// The source's name: ASCII letters, digits, "-" and "_". It is part of the ids of the source's documents.
  public let name: String
  /// The folder's absolute path. Symbolic links in the path are followed again at each access.
  public let root: String
  /// Patterns in the syntax of .gitignore. Only files that match at least one are documents; if empty, all files are.
  public let include: [String]
  /// Patterns in the syntax of .gitignore. Files that match one of them aren't documents, even if an ignore file
  /// includes them.
  public let exclude: [String]
  /// Whether files whose names, or whose folders' names, begin with a dot are documents. If false, such a file is a
  /// document only if an `include` pattern or a path in a call of `RetrievalCache.reindex` names it. Files that usually
  /// contain secrets must be named in this way in either case.
  public let includesHiddenNames: Bool
  /// The policy by which a watching process updates the index when files change.
  public let coherence: CoherenceSettings
  /// The sizes of the passages into which documents are split. Nil keeps those that the store has on record; a new
  /// source gets a target of 100 and a maximum of 254 tokens, or less if the embedder's limit is smaller.
  public let passageSizes: PassageSizes?
  /// The service-level objective: by how much answers may lag behind the files, and in which share of cases. Nil for no
  /// objective.
  public let objective: StalenessObjective?
  /// Whether a scan may remove any number of missing documents from the index, even if `root` is now a different
  /// folder. Use true for a folder that a program recreates each time. If false, large losses are held back until a
  /// call of `RetrievalCache.reindex` accepts them.
  public let acceptsDeletions: Bool
  /// How long the cache waits after a file's last change before it reads the file.
  public let rest: Duration
  /// The interval at which a watching process scans the whole folder, even if it has missed no event.
  public let reconcileEvery: Duration
  /// The interval at which a watching process scans the folder if its file system doesn't report changes.
  public let pollEvery: Duration

  /// Creates the settings of a source. Every setting except `root` has a default.
  public init(
    name: String = DocumentID.files, root: String, include: [String] = [], exclude: [String] = [],
    includesHiddenNames: Bool = false, coherence: CoherenceSettings = .standard,
    passageSizes: PassageSizes? = nil, objective: StalenessObjective? = nil,
    acceptsDeletions: Bool = false, rest: Duration = .milliseconds(300),
    reconcileEvery: Duration = .seconds(600), pollEvery: Duration = .seconds(5)
  ) {
    self.name = name
    self.root = StoreLocation.absolute(root)
    self.include = include
    self.exclude = exclude
    self.includesHiddenNames = includesHiddenNames
    self.coherence = coherence
    self.passageSizes = passageSizes
    self.objective = objective
    self.acceptsDeletions = acceptsDeletions
    self.rest = rest
    self.reconcileEvery = reconcileEvery
    self.pollEvery = pollEvery
  }

  /// Whether the name is allowed for a source: ASCII letters, digits, "-" and "_", and not `pushed`.
  public static func isValid(name: String) -> Bool {
    !name.isEmpty && name != DocumentID.pushed
      && name.utf8.allSatisfy { byte in
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        return isLetter || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
  }
}
