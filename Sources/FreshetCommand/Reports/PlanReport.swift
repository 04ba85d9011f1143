internal import Freshet
internal import FreshetWire

/// The output of `reindex --dry-run`: what a reindexing would do, summed over the sources, as text or as JSON.
struct PlanReport {
  private var seen = 0
  private var changed: [DocumentID] = []
  private(set) var resplit = 0
  private var removed: [DocumentID] = []
  private var held: [String: AdvisedText] = [:]
  private var skipped: [SkipReason: Int] = [:]
  private var chunks = ReindexPlanObject.Chunks()
  private var tokens = 0
  private var tokensPerSecond: Double?

  mutating func add(_ plan: ReindexPlan) {
    seen += plan.seen
    changed += plan.changed
    resplit += plan.resplit
    removed += plan.removed
    held.merge(plan.held) { first, _ in first }
    skipped.merge(plan.skipped, uniquingKeysWith: +)
    chunks.embed += plan.passagesToEmbed
    chunks.reuse += plan.passagesReused
    tokens += plan.tokensToEmbed
    tokensPerSecond = plan.tokensPerSecond
  }

  /// Plans a reindexing of these parts, and prints what splitting their documents again costs, if any is split again.
  static func announceResplitting(by cache: RetrievalCache, _ parts: [SourcePaths.Part]) async throws {
    var report = PlanReport()
    for part in parts { report.add(try await cache.plan(part.paths, of: part.source)) }
    if report.resplit > 0 { Terminal.report("freshet: \(report.costOfResplitting)") }
  }

  /// What splitting documents again costs, as a sentence.
  private var costOfResplitting: PrintedText {
    let time = estimate.map { ", which takes about \($0.inWords)" } ?? ""
    return """
      the rules or the sizes of passages have changed: this run splits \(resplit.counted("unchanged document")) again and \
      embeds \(chunks.embed.counted("passage")) (\(tokens.counted("token")))\(time); the old passages answer meanwhile
      """
  }

  private var estimate: Duration? { tokensPerSecond.map { .seconds(Double(tokens) / $0) } }

  func show(json: Bool) throws {
    if json { return try JSONOutput.print(object) }
    for document in changed { print("index   \(document)") }
    for document in removed { print("remove  \(document)") }
    for (source, why) in held.sorted(by: { $0.key < $1.key }) { print("hold    \(source): \(advice: why)") }
    print("\(changed.count.counted("document")) to index, \(removed.count) to remove, \(seen) seen\(skipped.sentence)")
    if resplit > 0 {
      print("\(resplit.counted("unchanged document")) to split again: the rules or the sizes of passages have changed")
    }
    let time: PrintedText =
      estimate.map { "about \($0.inWords) at the last run's \(Int(tokensPerSecond ?? 0)) tokens/s" }
      ?? "no time estimate: this store has embedded nothing yet"
    print("\(chunks.embed.counted("passage")) to embed (\(tokens.counted("token"))), \(chunks.reuse) to reuse; \(time)")
  }

  private var object: ReindexPlanObject {
    ReindexPlanObject(
      ReindexPlanObject.Documents(
        seen: seen, changed: changed, resplit: resplit, removed: removed, held: held, skipped: skipped),
      chunks, tokens: tokens, estimate: estimate)
  }
}
