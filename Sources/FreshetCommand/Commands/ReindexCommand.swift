internal import ArgumentParser
internal import FreshetFiles
internal import Foundation
internal import Freshet

struct ReindexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reindex",
    abstract: "Bring the index in step with the documents.",
    discussion: """
      The first run makes .freshet in the named folder, or in the current one, or where freshet.toml says. Later runs read only
      files that may have changed, and embed only new passages. Paths limit the work to what lies below them. Interrupt it at
      any moment and run it again: nothing is lost.
      """)

  @Argument(help: "First run: the folder of documents. Later: files or folders below it.", completion: .file())
  var paths: [String] = []

  @OptionGroup var options: StoreOptions

  @Option(help: ArgumentHelp("Reindex only this source.", valueName: "name"))
  var source: String?

  @Flag(help: "Print the plan; change nothing.")
  var dryRun = false

  @Flag(help: "Read every file again, even if its size and times are unchanged, and repair damaged passages.")
  var all = false

  @Flag(help: "Accept any number of deletions, even if the root is another folder now.")
  var acceptDeletions = false

  @Flag(help: "Split all documents again with the sizes that `chunk` in freshet.toml says now.")
  var resplit = false

  @Flag(help: "Exit with 3 also if reindex skipped files with text as tooLarge or undecodable.")
  var strict = false

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print no progress on standard error.")
  var quiet = false

  func run() async throws {
    let store = try WritableStore(options, for: paths)
    if dryRun { return try await plan(store) }
    if !quiet { store.announceIfNew() }
    let cache = try store.open()
    store.settings.announce(store: store.location.store, roots: cache.roots)
    try await reindex(cache, SourcePaths(roots: cache.roots).parts(of: paths, in: source))
  }

  private func reindex(_ cache: RetrievalCache, _ parts: [SourcePaths.Part]) async throws {
    if try cache.resplitCount(acceptingSizes: resplit) > 0, !quiet {
      try await PlanReport.announceResplitting(by: cache, parts)
    }
    let progress = ProgressLine(isQuiet: quiet)
    defer { progress.finish() }
    var report = ReindexReport()
    for part in parts {
      report.add(
        try await cache.reindex(
          part.paths, of: part.source, readingEverything: all, acceptingDeletions: acceptDeletions,
          acceptingSizes: resplit
        ) { progress.show($0) })
    }
    progress.finish()
    try report.show(json: json)
    for path in paths where report.seen == 0 && report.removed == 0 {
      Terminal.report("freshet: there is no document at \(path), neither on disk nor in the index")
    }
    if report.isIncomplete(strictly: strict) { throw ExitCode(ExitStatus.incomplete.rawValue) }
  }

  /// Prints what a reindexing would do. If there is no store yet, the plan uses an empty one in a temporary folder, so
  /// that a dry run writes nothing beside the documents.
  private func plan(_ store: WritableStore) async throws {
    if !store.isNew {
      do {
        let cache = try store.open(readOnly: true)
        store.settings.announce(store: store.location.store, roots: cache.roots)
        return try await plan(cache)
      } catch StorageError.formatTooOld {
        return try await planUpgrade(of: store)
      }
    }
    let scratch = try RetrievalCache.scratchFolder()
    defer { scratch.remove() }
    try await plan(
      RetrievalCache.open(
        at: StoreLocation(store: scratch.path, root: store.location.root),
        embedder: store.settings.embedder(of: store.location.store).value.deferred, sources: store.settings.sources,
        options: CacheOptions(resolutions: store.settings.resolutions)))
  }

  /// Prints what a reindexing of a store of an older format would do, by means of a copy in a temporary folder.
  private func planUpgrade(of store: WritableStore) async throws {
    let (cache, folder) = try RetrievalCache.openCopy(
      of: store.location, choosing: { try store.settings.embedder(indexing: $0).value.deferred },
      sources: store.settings.sources, options: store.settings.cacheOptions())
    defer { folder.remove() }
    store.settings.announce(store: store.location.store, roots: cache.roots)
    try await plan(cache)
  }

  private func plan(_ cache: RetrievalCache) async throws {
    try await report(cache, SourcePaths(roots: cache.roots).parts(of: paths, in: source)).show(json: json)
  }

  private func report(_ cache: RetrievalCache, _ parts: [SourcePaths.Part]) async throws -> PlanReport {
    var report = PlanReport()
    for part in parts {
      report.add(
        try await cache.plan(
          part.paths, of: part.source, readingEverything: all, acceptingDeletions: acceptDeletions))
    }
    return report
  }
}
