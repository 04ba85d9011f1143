internal import FreshetCorpus
internal import FreshetEmbedding
internal import FreshetStorage
internal import FreshetWatching

/// What an `Examination` examines: the store if it can be opened, and a scan of each source.
struct Patient: Sendable {
  enum Condition: Sendable {
    /// The caller gave no store.
    case none
    case unusable(StorageError)
    case open(Store)
  }

  /// A source and the result of scanning it.
  struct ExaminedSource: Sendable {
    let source: DirectorySource
    let scan: Result<ScanReport, FreshetError>
    /// Whether a process is watching the source.
    let isWatched: Bool
  }

  let examination: Examination
  let condition: Condition
  let sources: [ExaminedSource]
  /// The embedding space that the store is indexed in. If there is none, the space of the configured embedder; nil if
  /// neither is known.
  let space: EmbeddingSpace?

  /// The store's folder; nil if the caller gave no store.
  var folder: String? { examination.store }
  var now: Timestamp { examination.clock() }

  /// Opens the store for reading, if there is one, and scans the sources.
  ///
  /// - Throws: only `CancellationError`.
  init(_ examination: Examination) throws {
    self.examination = examination
    let record: Record?
    (condition, record) = Self.open(examination)
    space = record?.space ?? examination.embedder
    let configurations = record?.sources ?? examination.sources ?? []
    let configured = examination.store.map { SourceSet(configurations, store: $0) }
    let sources = try record.flatMap { try configured?.named(by: $0.store) }?.all ?? configured?.all ?? []
    self.sources = try sources.map {
      try Self.view(of: $0, isWatched: record?.watched.contains($0.name) ?? false, examination.clock)
    }
  }

  private static func open(_ examination: Examination) -> (Condition, Record?) {
    guard let folder = examination.store else { return (.none, nil) }
    do {
      let record = try Record(of: folder, examination)
      return (.open(record.store), record)
    } catch let error as StorageError {
      return (.unusable(error), nil)
    } catch {
      return (.unusable(.unreadable(path: folder, why: "\(error)")), nil)
    }
  }

  private static func view(of source: DirectorySource, isWatched: Bool, _ clock: WallClock) throws -> ExaminedSource {
    do {
      return ExaminedSource(source: source, scan: .success(try source.scan(now: clock)), isWatched: isWatched)
    } catch let error as FreshetError {
      return ExaminedSource(source: source, scan: .failure(error), isWatched: isWatched)
    }
  }

  /// The facts that an opened store has on record.
  private struct Record {
    let store: Store
    let space: EmbeddingSpace?
    let watched: Set<String>
    let sources: [SourceConfiguration]

    init(of folder: String, _ examination: Examination) throws {
      let (store, now) = (try Store(at: folder, for: .reading), examination.clock())
      self.store = store
      (space, watched) = try store.read { reader in
        (try reader.activeSpace(), Set(try reader.watchers().filter { $0.isAlive(at: now) }.map(\.source)))
      }
      sources = try examination.sources ?? SourceSet.remembered(by: store, at: StoreLocation(store: folder))
    }
  }
}
