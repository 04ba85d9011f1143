internal import Foundation
internal import Freshet
internal import FreshetWire

/// The output of `reindex`: what it did, summed over the sources, as text or as JSON.
struct ReindexReport {
  private var changed = 0
  private(set) var seen = 0
  private(set) var removed = 0
  private var skipped: [SkipReason: Int] = [:]
  private(set) var failures: [DocumentID: AdvisedText] = [:]
  private var held: [String: AdvisedText] = [:]
  /// The skipped files that may hold text. Answers lack the text of such files.
  private(set) var unread: [SkippedDocument] = []
  private var chunks = ReindexObject.Chunks()
  private var mendedVectors = 0
  private var tokens = 0
  private var duration = Duration.zero
  private var token: SessionToken?

  mutating func add(_ summary: ReindexSummary) {
    changed += summary.changed
    seen += summary.seen
    removed += summary.removed
    skipped.merge(summary.skipped, uniquingKeysWith: +)
    failures.merge(summary.failures) { first, _ in first }
    held.merge(summary.held) { first, _ in first }
    unread += summary.unread
    chunks.embedded += summary.passagesEmbedded
    chunks.reused += summary.passagesReused
    chunks.retired += summary.passagesRetired
    mendedVectors += summary.mendedVectors
    tokens += summary.tokens
    duration += summary.duration
    token = summary.token
  }

  func show(json: Bool) throws {
    if json { return try JSONOutput.print(object) }
    print("\(Terminal.bold("\(changed) changed")), \(removed) removed, \(seen) seen\(skipped.sentence)")
    print(
      "passages: \(chunks.embedded) embedded, \(chunks.reused) reused, \(chunks.retired) retired; "
        + "\(tokens.counted("token")) in \(duration.inWords)\(rate)")
    if mendedVectors > 0 {
      print("vectors: \(mendedVectors) replaced, because the embedder now computes different ones")
    }
    let failed = failures.sorted { $0.key < $1.key }.map { "failed: \($0.key): \($0.value.inCommands)" }
    let skipped = unread.map { "skipped: \($0.sentence)" }
    for names in [failed, skipped] {
      for line in SkippedNames.lines(names, all: "`freshet status --json` names them") {
        Terminal.report("\(advice: line)")
      }
    }
    if !failures.isEmpty {
      Terminal.report(
        "freshet: \(failures.count.counted("document")) could not be indexed; searches still return the old text. "
          + "\(advice: "Remove the cause and run `freshet reindex` again")")
    }
    for (source, why) in held.sorted(by: { $0.key < $1.key }) {
      Terminal.report("freshet: held back: \(source): \(advice: why)")
    }
  }

  private var rate: String {
    tokens > 0 && duration > .zero ? " (\(Int(Double(tokens) / duration.inSeconds)) tokens/s)" : ""
  }

  /// Whether the index may lack text, because a document failed or a file couldn't be read.
  ///
  /// - Parameter strictly: whether files that were skipped as too large or undecodable count, too.
  func isIncomplete(strictly: Bool) -> Bool {
    !failures.isEmpty || unread.contains { strictly || $0.reason == .unreadable }
  }

  private var object: ReindexObject {
    ReindexObject(
      ReindexObject.Documents(
        seen: seen, changed: changed, removed: removed, skipped: skipped, failures: failures, held: held,
        unread: unread),
      chunks, mendedVectors: mendedVectors, tokens: tokens, duration: duration, token: token)
  }
}

extension Dictionary where Key == SkipReason, Value == Int {
  /// The counts by reason, to append to a sentence, such as ", skipped: 3 binary, 1 tooLarge"; empty if nothing was
  /// skipped.
  var sentence: String {
    if isEmpty { return "" }
    let parts = sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
    return ", skipped: " + parts.joined(separator: ", ")
  }
}
