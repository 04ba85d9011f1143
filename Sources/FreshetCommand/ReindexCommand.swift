internal import ArgumentParser
internal import Foundation
internal import Freshet

struct ReindexCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reindex",
    abstract: "Bring the index in step with the documents.",
    discussion: """
      The first run makes .freshet in the folder that is named, or in the current one. Later runs read only files that may
      have changed and embed only passages that were never seen. Paths limit the work; nothing outside them is touched.
      Interrupt it at any moment and run it again: nothing is lost.
      """)

  @Argument(help: "The folder of documents on the first run; later, files or folders below it.", completion: .file())
  var paths: [String] = []

  @OptionGroup var options: StoreOptions

  @Flag(help: "Print what would be done, and do nothing.")
  var dryRun = false

  @Flag(help: "Read every file again, whatever its stamp says, and mend damaged passages.")
  var all = false

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  @Flag(name: .shortAndLong, help: "No progress on standard error.")
  var quiet = false

  func run() async throws {
    let location = try place()
    if dryRun, !FileManager.default.fileExists(atPath: location.store) {
      return try await planInScratchStore(location)
    }
    let cache = try RetrievalCache.open(
      at: location, embedder: options.embedder(of: location), readOnly: dryRun)
    let scope = try Self.scope(of: paths, below: cache.root)
    if dryRun {
      try await ReindexReport.show(cache.plan(scope, readingEverything: all), json: json)
    } else {
      try await reindex(cache, scope)
    }
  }

  private func reindex(_ cache: RetrievalCache, _ scope: [String]) async throws {
    let progress = ProgressLine(isQuiet: quiet)
    defer { progress.finish() }
    let summary = try await cache.reindex(scope, readingEverything: all) { progress.show($0) }
    progress.finish()
    try ReindexReport.show(summary, json: json)
    for path in paths where summary.seen == 0 && summary.removed == 0 {
      Terminal.report("freshet: there is no document at \(path), neither in the folder nor in the index")
    }
    if !summary.isComplete { throw ExitCode(ExitStatus.incomplete.rawValue) }
  }

  /// A dry run writes nothing beside the documents, not even an empty store.
  private func planInScratchStore(_ location: StoreLocation) async throws {
    let scratch = FileManager.default.temporaryDirectory.path + "/freshet-plan-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: scratch) }  // a scratch folder: nothing is lost if it stays
    let cache = try RetrievalCache.open(
      at: StoreLocation(store: scratch, root: location.root), embedder: options.embedder(of: location))
    try await ReindexReport.show(cache.plan([], readingEverything: all), json: json)
  }

  /// An existing store, or the place of a new one.
  private func place() throws -> StoreLocation {
    let first = paths.first ?? "."
    if options.store != nil {
      let location = try options.location()
      let isNew = !FileManager.default.fileExists(atPath: location.store + "/store.sqlite")
      return isNew ? StoreLocation(store: location.store, root: try newRoot(first)) : location
    }
    if let found = StoreLocation.nearest(to: first) { return found }
    let new = StoreLocation.beside(try newRoot(first))
    if !dryRun, !quiet { Terminal.report("freshet: making a new store in \(new.store)") }
    return new
  }

  private func newRoot(_ path: String) throws -> String {
    if paths.count > 1 { throw CommandError.severalRoots(paths) }
    guard StoreLocation.isFolder(path) else { throw CommandError.noSuchFolder(path) }
    return StoreLocation.absolute(path)
  }

  /// `paths` relative to the documents' folder; empty for all of it.
  static func scope(of paths: [String], below root: String?) throws -> [String] {
    guard let root else { return [] }
    let absolute = paths.map(StoreLocation.absolute)
    if absolute.contains(root) { return [] }
    return try absolute.map { path in
      guard path.hasPrefix(root + "/") else { throw FreshetError.outsideRoot(path: path, root: root) }
      return String(path.dropFirst(root.utf8.count + 1))
    }
  }
}
