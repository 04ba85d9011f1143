internal import FreshetCoherence
internal import FreshetCorpus
import Testing

/// `.bounded`, decided from what the store says of its sources and of what waits.
@Suite struct ReadPromiseTests {
  static let now = moment(1_000)
  static let limit = Duration.seconds(10)

  static func moment(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds, nanoseconds: 0) }

  static func source(
    _ name: String = "files", _ health: WatchHealth? = .watching, upTo: Int64? = nil, scannedAt: Int64? = nil
  ) -> SourceFreshness {
    SourceFreshness(source: name, health: health, upTo: upTo.map(moment), scannedAt: scannedAt.map(moment))
  }

  static func verdict(_ sources: [SourceFreshness], waitsSince: Int64? = nil) -> ReadPromise.Verdict {
    let waiting = waitsSince.map { DocumentMark(id: DocumentID(path: "a.md"), since: moment($0)) }
    return ReadPromise.bounded(limit, StoreFreshness(sources: sources, oldestMark: waiting), now: now)
  }

  @Test func `a source that was seen within the limit keeps the promise, to the nanosecond`() {
    #expect(Self.verdict([Self.source(upTo: 990)]) == .kept)
    #expect(Self.verdict([Self.source(upTo: 1_000)], waitsSince: 990) == .kept)
    let justBefore = SourceFreshness(
      source: "files", health: .watching,
      upTo: Timestamp(nanoseconds: Self.moment(990).nanoseconds - 1), scannedAt: nil)
    #expect(Self.verdict([justBefore]) != .kept)
  }

  @Test func `a scan is as good as a watcher's word, and the later of the two counts`() {
    #expect(Self.verdict([Self.source(upTo: 900, scannedAt: 995)]) == .kept)
    #expect(Self.verdict([Self.source(upTo: 995, scannedAt: 900)]) == .kept)
    #expect(Self.verdict([Self.source("files", nil, scannedAt: 995)]) == .kept)
  }

  @Test func `every source must have been seen, and the one that was seen least far is the watermark`() {
    let verdict = Self.verdict([Self.source(upTo: 999), Self.source("web", .blind(why: "no network"), upTo: 500)])
    #expect(
      verdict
        == .broken(
          why: "changes of the source web are recorded up to 1970-01-01T00:08:20.000Z, more than 10.0 seconds ago: "
            + "no network",
          watermark: Self.moment(500)))
  }

  @Test func `a source that was never seen, or that nobody watches, is named`() {
    #expect(
      Self.verdict([Self.source("files", nil)])
        == .broken(why: "no scan of the source files has ever finished", watermark: nil))
    #expect(
      Self.verdict([Self.source("files", nil, scannedAt: 500)])
        == .broken(
          why:
            "changes of the source files are recorded up to 1970-01-01T00:08:20.000Z, more than 10.0 seconds ago: "
            + "no process watches the source",
          watermark: Self.moment(500)))
  }

  @Test func `a document that waits for longer than the limit is named`() {
    #expect(
      Self.verdict([Self.source(upTo: 1_000)], waitsSince: 989)
        == .broken(
          why: "a.md is known to have changed at 1970-01-01T00:16:29.000Z, more than 10.0 seconds ago, "
            + "and isn't indexed yet", watermark: Self.moment(1_000)))
  }

  @Test func `what lies ahead of now was written before the clock went back, and proves nothing`() {
    #expect(
      Self.verdict([Self.source(upTo: 1_001)])
        == .broken(
          why: "the clock was set back: changes of the source files are recorded up to 1970-01-01T00:16:41.000Z, "
            + "which is in the future",
          watermark: nil))
    #expect(Self.verdict([Self.source(upTo: 1_001, scannedAt: 995)]) == .kept)
    #expect(
      Self.verdict([Self.source(upTo: 1_000)], waitsSince: 1_001)
        == .broken(
          why: "the clock was set back: a.md is known to have changed at 1970-01-01T00:16:41.000Z, "
            + "which is in the future",
          watermark: Self.moment(1_000)))
  }

  @Test func `how a source is watched tells why it was seen no further`() {
    let polled = Self.source("files", .polling(every: .seconds(60), why: "it is a network folder"), upTo: 900)
    #expect(
      Self.verdict([polled])
        == .broken(
          why: "changes of the source files are recorded up to 1970-01-01T00:15:00.000Z, more than 10.0 seconds ago: "
            + "Freshet lists it every 60.0 seconds, because it is a network folder", watermark: Self.moment(900)))
  }

  @Test func `a store without sources promises nothing that could be broken`() {
    #expect(Self.verdict([]) == .kept)
    #expect(Self.verdict([], waitsSince: 900) != .kept)
  }
}
