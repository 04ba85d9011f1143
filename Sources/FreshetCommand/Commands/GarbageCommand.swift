internal import ArgumentParser
internal import Freshet
internal import FreshetWire

struct GarbageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "Forget old history, and free what nothing reaches then.",
    discussion: "What is served, and what a query finds, stays the same.")

  @OptionGroup var options: StoreOptions

  @Option(
    help: ArgumentHelp(
      "Keep superseded versions, and the memory of removed documents, for so long.", valueName: "duration"),
    transform: DurationText.option)
  var history = RetrievalCache.historyRetention

  @Option(
    help: ArgumentHelp("Keep passages that nothing reaches for so long after they were needed.", valueName: "duration"),
    transform: DurationText.option)
  var grace = RetrievalCache.garbageGrace

  @Flag(help: "Say what would be freed, and change nothing.")
  var dryRun = false

  @Flag(help: "Give free pages back to the file system afterwards: the database is written anew.")
  var compact = false

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func validate() throws {
    if dryRun, compact { throw ValidationError("--dry-run changes nothing: leave out --compact") }
  }

  func run() async throws {
    let cache = try options.open(readOnly: false)
    let summary = try await cache.collectGarbage(history: history, grace: grace, isRehearsal: dryRun)
    if compact { try await cache.compact() }
    if json { return try JSONOutput.print(GarbageObject(summary, isCompact: compact)) }
    show(summary)
  }

  private func show(_ summary: GarbageSummary) {
    print(
      "\(dryRun ? "would forget" : "forgot")  \(summary.versions) versions older than \(DurationText(history)), "
        + "\(summary.documents) removed documents")
    print(
      "\(dryRun ? "would free" : "freed")  \(summary.passages) passages, \(summary.vectors) vectors, "
        + "\(summary.blobs) pushed texts: \(summary.freedBytes) bytes")
    if summary.sparedPassages > 0 {
      print("spared  \(summary.sparedPassages) passages that were needed within \(DurationText(grace))")
    }
    if compact { return print("compact  the database was written anew") }
    print(
      "pages  \(summary.freePageBytes) bytes are free for what comes; \(advice: "`freshet gc --compact` gives them back")"
    )
  }
}
