internal import ArgumentParser
internal import Freshet

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show what the store holds, who watches it, and what is still to do.")

  @OptionGroup var options: StoreOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let status = try await options.openForReading().status()
    if json { return try JSONOutput.print(StatusObject(status)) }
    StatusText.show(status)
  }
}

/// A status for people.
enum StatusText {
  private static let pendingShown = 20

  static func show(_ status: StoreStatus) {
    let counts = status.completeness
    print("store      \(status.store)")
    showSources(of: status)
    print("embedder   \(status.embedder.map { "\($0.model), \($0.dimension) dimensions" } ?? "none yet")")
    print("blas       \(status.blas)")
    print(
      "indexed    \(counts.indexed) of \(counts.discovered) (\(counts.pending) pending, \(counts.failed) failed, "
        + "\(counts.skipped.values.reduce(0, +)) skipped)")
    print(
      "chunks     \(status.chunks) served, \(status.chunksRetained) kept for texts that may come back, "
        + "\(status.vectors) vectors")
    print("index      \(indexSentence(status.index))")
    if counts.awaitingVectors > 0 { print("waiting    \(counts.awaitingVectors) passages for their vectors") }
    print("scanned    \(counts.scannedAt?.description ?? "never")")
    print("token      \(status.token)")
    for document in status.conflicted { print("conflicted \(document): versions stand side by side") }
    showWork(of: status)
    for reason in counts.reasons { print("note       \(reason)") }
  }

  /// The one that a question would be answered from.
  private static func indexSentence(_ index: IndexStatus) -> String {
    index.kind.rawValue + (index.choice == .auto ? ", lsh from \(index.crossover) passages on" : "")
  }

  private static func showSources(of status: StoreStatus) {
    if status.roots.isEmpty { print("documents  pushed only") }
    for (name, root) in status.roots.sorted(by: { $0.key < $1.key }) {
      print("documents  \(name == DocumentID.files ? "" : "\(name): ")\(root)")
    }
    for watcher in status.watchers.sorted(by: { $0.source < $1.source }) {
      let mark = watcher.upTo.map { ", everything until \($0) is on record" } ?? ""
      print("watch      \(watcher.source): \(watcher.holder), \(watcher.policy), \(watcher.health.sentence)\(mark)")
    }
  }

  private static func showWork(of status: StoreStatus) {
    for document in status.pending.prefix(pendingShown) { print("pending    \(document)") }
    if status.pending.count > pendingShown {
      print("pending    and \(status.pending.count - pendingShown) more: --json names all")
    }
    for (document, why) in status.failures.sorted(by: { $0.key < $1.key }) {
      print("\(status.buried.contains(document) ? "given up" : "failed  ")   \(document): \(why)")
    }
  }
}
