internal import ArgumentParser
internal import Freshet
internal import FreshetWire

struct GarbageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "Forget old history, and free the space of what is no longer needed.",
    discussion: "Documents stay served, and queries return the same answers as before.")

  @OptionGroup var options: StoreOptions

  @Option(
    help: ArgumentHelp(
      "How long to keep superseded versions and the records of removed documents.", valueName: "duration"),
    transform: DurationText.option)
  var history = RetrievalCache.historyRetention

  @Option(
    help: ArgumentHelp("How long to keep a passage after its last use.", valueName: "duration"),
    transform: DurationText.option)
  var grace = RetrievalCache.garbageGrace

  @Flag(help: "Print what gc would free; change nothing.")
  var dryRun = false

  @Flag(help: "Rewrite the database, to return its free pages to the file system.")
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
      "\(dryRun ? "would forget" : "forgot")  \(summary.versions.counted("version")) older than \(DurationText(history)), "
        + "records of \(summary.documents.counted("removed document"))")
    print(
      "\(dryRun ? "would free" : "freed")  \(summary.passages.counted("passage")), \(summary.vectors.counted("vector")), "
        + "\(summary.blobs.counted("pushed text")): \(summary.freedBytes.counted("byte"))")
    if summary.sparedPassages > 0 {
      print("spared  \(summary.sparedPassages.counted("passage")) used in the last \(DurationText(grace))")
    }
    if compact { return print("compact  the database was rewritten without free pages") }
    print(
      "pages  \(summary.freePageBytes.counted("byte is", "bytes are")) free for later writes; "
        + "\(advice: "`freshet gc --compact` returns them to the disk")"
    )
  }
}
