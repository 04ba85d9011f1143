import Foundation
import FreshetWire
import Testing

@testable import Freshet

@Suite struct KeepingShapesTests {
  private static let events: [(String, WatchEvent)] = [
    ("standingBy", .standingBy(source: "files", holder: "host:12")),
    ("began", .began(source: "files", policy: "writeBehind")),
    ("health", .health(source: "files", .polling(every: .seconds(5), why: "no inotify"), upTo: Sample.moment(700))),
    ("health.bare", .health(source: "files", .watching, upTo: nil)),
    ("observed", .observed([Sample.document, Sample.pushed])),
    ("served", .served(Sample.document, lag: .milliseconds(312))),
    ("embedded", .embedded(passages: 32, awaiting: 5)), ("embedderFailed", .embedderFailed(why: "no model")),
    ("failed", .failed(Sample.document, why: "can't be read", attempts: 2, retryAt: Sample.moment(2_000))),
    ("buried", .deadLettered(Sample.document, why: "can't be read", attempts: 8)),
    ("heldBack", .heldBack(source: "files", why: "most are gone")),
    ("interrupted", .interrupted(source: "files", why: "the folder is gone")),
  ]

  @Test func `each event of a watch`() throws {
    for (form, event) in Self.events { try Golden.expect(WatchEventObject(event, at: Sample.moment(1_000)), as: form) }
    try Golden.expect(WatchEventObject(dropped: 3, at: Sample.moment(1_000)), as: "dropped")
  }

  @Test func `how a watcher stands`() throws {
    try Golden.expect(HealthObject(.watching), as: "watching")
    try Golden.expect(HealthObject(.polling(every: .milliseconds(2_500), why: "no inotify")), as: "polling")
    try Golden.expect(HealthObject(.catchingUp(why: "events were lost")), as: "catchingUp")
    try Golden.expect(HealthObject(.blind(why: "the folder is gone")), as: "blind")
  }

  @Test func `a reindexing`() throws {
    var chunks = ReindexObject.Chunks()
    (chunks.embedded, chunks.reused, chunks.retired) = (12, 30, 4)
    try Golden.expect(
      ReindexObject(
        ReindexObject.Documents(
          seen: 9, changed: 3, removed: 1, skipped: [.binary: 2, .ignored: 5],
          failures: [Sample.document: "can't be read", Sample.pushed: "no room"], held: ["files": "most are gone"],
          unread: [Sample.skipped, Sample.bareSkipped]), chunks, mendedVectors: 2, tokens: 512,
        duration: .milliseconds(1_250), token: Sample.token))
    try Golden.expect(
      ReindexObject(
        ReindexObject.Documents(
          seen: 0, changed: 0, removed: 0, skipped: [:], failures: [:], held: [:], unread: []), ReindexObject.Chunks(),
        mendedVectors: 0, tokens: 0, duration: .zero, token: nil), as: "bare")
  }

  @Test func `of very many skipped entries 1,000 are named, and all are counted`() throws {
    let unread = (0..<1_001).map { SkippedDocument(document: DocumentID(path: "\($0)"), reason: .tooLarge, text: nil) }
    let documents = ReindexObject.Documents(
      seen: 0, changed: 0, removed: 0, skipped: [:], failures: [:], held: [:], unread: unread)
    let line = try WireEncoder.line(documents)
    #expect(line.components(separatedBy: #""reason":"tooLarge""#).count - 1 == 1_000)
    #expect(line.contains(#""unreadCount":1001"#))
  }

  @Test func `what a reindexing would do`() throws {
    var chunks = ReindexPlanObject.Chunks()
    (chunks.embed, chunks.reuse) = (12, 30)
    try Golden.expect(
      ReindexPlanObject(
        ReindexPlanObject.Documents(
          seen: 9, changed: [Sample.document], removed: [Sample.pushed], held: ["files": "most are gone"],
          skipped: [.binary: 2]), chunks, tokens: 512, estimate: .milliseconds(1_250)))
    try Golden.expect(
      ReindexPlanObject(
        ReindexPlanObject.Documents(seen: 0, changed: [], removed: [], held: [:], skipped: [:]),
        ReindexPlanObject.Chunks(), tokens: 0, estimate: nil), as: "bare")
  }

  @Test func `a source's move`() throws {
    let move = SourceMove(source: "files", from: "/old/docs", to: "/new/docs", documents: 9, missing: 2, new: 1)
    let change = SourceMoveObject.Edit(file: "/new/freshet.toml", line: 4, setting: #"root = "/new/docs""#)
    try Golden.expect(SourceMoveObject(move, isDone: true, change))
    let addition = SourceMoveObject.Edit(file: "/new/freshet.toml", line: nil, setting: #"root = "/new/docs""#)
    try Golden.expect(SourceMoveObject(move, isDone: false, addition), as: "added")
    try Golden.expect(SourceMoveObject(move, isDone: false, nil), as: "bare")
  }
}
