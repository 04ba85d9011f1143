internal import ArgumentParser
internal import Foundation
internal import Freshet

/// Prints a store's status for people.
enum StatusText {
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
      "passages   \(status.passages) served, \(status.passagesRetained) kept in case their text comes back, "
        + "\(status.vectors.counted("vector"))")
    print("index      \(indexSentence(status.index))")
    if counts.awaitingVectors > 0 {
      print("vectors    \(counts.awaitingVectors.counted("passage awaits its vector", "passages await their vectors"))")
    }
    print("scanned    \(counts.scannedAt?.description ?? "never")")
    print("token      \(status.token)")
    print("log        \(logSentence(status.log))")
    for document in status.conflicted { print("conflicted \(document): several current versions") }
    showWork(of: status)
    for reason in counts.reasons { print("note       \(advice: reason)") }
  }

  private static func logSentence(_ log: LogUse) -> String {
    let size = String(format: "%.1f MiB", Double(log.bytes) / 1_048_576)
    guard let readers = log.readers else { return "\(size); this system doesn't say which processes read it" }
    return readers.isEmpty ? size : "\(size), read by \(readers.map(\.sentence).joined(separator: ", "))"
  }

  /// The kind of vector index that a query would use now. If the choice is `auto`, also the number of passages from
  /// which `lsh` (the approximate index) applies.
  private static func indexSentence(_ index: IndexStatus) -> String {
    index.kind.rawValue + (index.choice == .auto ? ", approximate (lsh) from \(index.crossover) passages on" : "")
  }

  private static func showSources(of status: StoreStatus) {
    if status.roots.isEmpty { print("documents  pushed only") }
    for (name, root) in status.roots.sorted(by: { $0.key < $1.key }) {
      print("documents  \(name == DocumentID.files ? "" : "\(name): ")\(root)")
    }
    for (source, why) in status.held.sorted(by: { $0.key < $1.key }) { print("held       \(source): \(advice: why)") }
    for watcher in status.watchers.sorted(by: { $0.source < $1.source }) {
      let mark = watcher.upTo.map { ", every change until \($0) is recorded" } ?? ""
      print("watch      \(watcher.source): \(watcher.holder), \(watcher.policy), \(watcher.health.sentence)\(mark)")
    }
  }

  private static func showWork(of status: StoreStatus) {
    show(status.marked.map(\.description), as: "marked    ")
    let deadLetters = Set(status.deadLetters)
    let failures = status.failures.sorted { $0.key < $1.key }.map {
      (deadLetters.contains($0.key), "\($0.key): \($0.value.inCommands)")
    }
    show(failures.filter(\.0).map(\.1), as: "dead letter")
    show(failures.filter { !$0.0 }.map(\.1), as: "failed    ")
    show(status.unread.map(\.sentence), as: "unread    ")
  }

  private static func show(_ names: [String], as label: String) {
    for line in SkippedNames.lines(names, all: "`freshet status --json` names them") {
      print("\(label) \(advice: line)")
    }
  }
}
