internal import ArgumentParser
internal import Foundation
internal import Freshet

struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Keep the index in step with the documents, until interrupted.",
    discussion: """
      The first run makes the store, as reindex does. Each source follows its policy in freshet.toml. The watch reports \
      failures and goes on. Of several watches over one source, one works and the others stand by.
      """)

  @Argument(
    help: "First run: the folder of documents. Later: the folders of the sources to watch.", completion: .file())
  var paths: [String] = []

  @OptionGroup var options: StoreOptions

  @Option(
    help: ArgumentHelp(
      """
      Export figures for Prometheus (docs/METRICS.md): to a file, rewritten every 5 seconds, or at a port of this machine: \
      127.0.0.1:PORT, [::1]:PORT or :PORT. Repeatable.
      """, valueName: "file|address"),
    transform: MetricsTarget.option)
  var metrics: [MetricsTarget] = []

  @Flag(help: "Print one JSON object for each event on standard output.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print only failures on standard error.")
  var quiet = false

  func run() async throws {
    let store = try WritableStore(options, for: paths)
    if !quiet { store.announceIfNew() }
    let registry = PrometheusRegistry()
    let cache = try store.open(chosen(store), metrics: metrics.isEmpty ? nil : registry)
    store.settings.announce(store: store.location.store, roots: cache.roots)
    if !quiet, try cache.resplitCount() > 0 {
      try await PlanReport.announceResplitting(by: cache, [SourcePaths.Part(source: nil, paths: [])])
    }
    let export = try await MetricsExport(metrics, of: registry, roots: Array(cache.roots.values))
    if !quiet { for line in export.announcements { Terminal.report("freshet: \(line)") } }
    let report = WatchReport(printsJSON: json, isQuiet: quiet)
    defer { report.finish() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await cache.watch { report.add($0) } }
      if !metrics.isEmpty { group.addTask { try await export.run { report.warn($0) } } }
      if report.isLive { group.addTask { try await Self.keepStatusLine(of: cache, report) } }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  /// The sources to watch: those whose folders are the command's paths or lie below them. Nil stands for all sources:
  /// without paths, or for a new store without a freshet.toml.
  ///
  /// - Throws: `CommandError.noSourceAt` for a path at which there is no source.
  private func chosen(_ store: WritableStore) throws -> [SourceConfiguration]? {
    if paths.isEmpty || store.isNew && store.settings.file == nil { return nil }
    let sources = try store.settings.sources ?? remembered(store)
    let known = SourcePaths(roots: Dictionary(keepingFirst: sources.map { ($0.name, $0.root) }))
    var names: Set<String> = []
    for path in paths {
      let found = known.sources(at: path)
      if found.isEmpty { throw CommandError.noSourceAt(path: path, roots: sources.map(\.root)) }
      names.formUnion(found)
    }
    return sources.filter { names.contains($0.name) }
  }

  private func remembered(_ store: WritableStore) throws -> [SourceConfiguration] {
    try store.open().roots.sorted { $0.key < $1.key }.map { SourceConfiguration(name: $0.key, root: $0.value) }
  }

  private static func keepStatusLine(of cache: RetrievalCache, _ report: WatchReport) async throws {
    while true {
      do {
        report.show(try await cache.status())
      } catch let error as StorageError {
        report.show(error)  // the next attempt, in a second, may succeed
      }
      try await Task.sleep(for: .seconds(1))
    }
  }
}
