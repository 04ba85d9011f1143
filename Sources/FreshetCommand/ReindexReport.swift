internal import Foundation
internal import Freshet

/// What a reindexing did or would do, for people and for programs.
enum ReindexReport {
  static func show(_ summary: ReindexSummary, json: Bool) throws {
    if json { return try JSONOutput.print(SummaryObject(summary)) }
    print(
      "\(Terminal.bold("\(summary.changed) changed")), \(summary.removed) removed, \(summary.seen) seen"
        + skippedText(summary.skipped))
    print(
      "chunks: \(summary.chunksEmbedded) embedded, \(summary.chunksReused) reused, \(summary.chunksRetired) retired; "
        + "\(summary.tokens) tokens in \(seconds(summary.duration))"
        + (summary.tokens > 0 ? " (\(Int(summary.tokensPerSecond)) tokens/s)" : ""))
    for (document, why) in summary.failures.sorted(by: { $0.key < $1.key }) {
      Terminal.report("failed: \(document): \(why)")
    }
    if !summary.failures.isEmpty {
      Terminal.report(
        "freshet: \(summary.failures.count) documents could not be indexed; what was served of them still is. "
          + "Mend them and run `freshet reindex` again")
    }
  }

  static func show(_ plan: ReindexPlan, json: Bool) throws {
    if json { return try JSONOutput.print(PlanObject(plan)) }
    for document in plan.changed { print("index   \(document)") }
    for document in plan.removed { print("remove  \(document)") }
    print(
      "\(plan.changed.count) documents to index, \(plan.removed.count) to remove, \(plan.seen) seen"
        + skippedText(plan.skipped))
    print(
      "\(plan.chunksToEmbed) chunks to embed (\(plan.tokensToEmbed) tokens), \(plan.chunksReused) to reuse; "
        + (plan.estimate.map { "about \(seconds($0)) at the last run's \(Int(plan.tokensPerSecond ?? 0)) tokens/s" }
          ?? "no time estimate: nothing was embedded here yet"))
  }

  private static func skippedText(_ skipped: [SkipReason: Int]) -> String {
    if skipped.isEmpty { return "" }
    let parts = skipped.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
    return ", skipped: " + parts.joined(separator: ", ")
  }

  private static func seconds(_ duration: Duration) -> String {
    String(format: "%.1f s", duration.inSeconds)
  }
}

private struct SummaryObject: Encodable {
  struct Documents: Encodable {
    let seen, changed, removed: Int
    let skipped: [String: Int]
    let failed: Int
    let failures: [String: String]
  }
  struct Chunks: Encodable { let embedded, reused, retired: Int }

  let documents: Documents
  let chunks: Chunks
  let tokens: Int
  let seconds: Double
  let token: SessionToken

  init(_ summary: ReindexSummary) {
    documents = Documents(
      seen: summary.seen, changed: summary.changed, removed: summary.removed,
      skipped: summary.skipped.named, failed: summary.failures.count,
      failures: Dictionary(
        uniqueKeysWithValues: summary.failures.map { ($0.key.description, $0.value) }))
    chunks = Chunks(
      embedded: summary.chunksEmbedded, reused: summary.chunksReused,
      retired: summary.chunksRetired)
    tokens = summary.tokens
    seconds = summary.duration.inSeconds
    token = summary.token
  }
}

private struct PlanObject: Encodable {
  struct Documents: Encodable {
    let seen: Int
    let changed, removed: [String]
    let skipped: [String: Int]
  }
  struct Chunks: Encodable { let embed, reuse: Int }

  let dryRun = true
  let documents: Documents
  let chunks: Chunks
  let tokens: Int
  let seconds: Double?

  init(_ plan: ReindexPlan) {
    documents = Documents(
      seen: plan.seen, changed: plan.changed.map(\.description),
      removed: plan.removed.map(\.description), skipped: plan.skipped.named)
    chunks = Chunks(embed: plan.chunksToEmbed, reuse: plan.chunksReused)
    tokens = plan.tokensToEmbed
    seconds = plan.estimate?.inSeconds
  }
}
