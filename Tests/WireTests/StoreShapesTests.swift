import FreshetCoherence
import FreshetWire
import Testing

@testable import Freshet
@testable import FreshetStorage

@Suite struct StoreShapesTests {
  private static let watchers = [
    WatcherRecord(
      source: "files", holder: "host:12", fence: 3, expiresAt: Sample.moment(9_000), policy: "writeBehind",
      health: .polling(every: .seconds(5), why: "no inotify"), upTo: Sample.moment(700)),
    WatcherRecord(
      source: "notes", holder: "host:13", fence: 1, expiresAt: Sample.moment(9_000), policy: "writeThrough",
      health: .watching, upTo: nil),
  ]

  @Test func `a status`() throws {
    let status = StoreStatus(
      store: "/home/ann/docs/.freshet", roots: ["files": "/home/ann/docs", "notes": "/home/ann/notes"],
      identity: "0f3a", replica: ReplicaID("left"), embedder: Sample.space, documents: 9, passages: 40,
      passagesRetained: 3, vectors: 37, completeness: Sample.completeness, token: Sample.token,
      index: IndexStatus(
        choice: .auto, kind: .lsh, crossover: 50_000, vectors: 37, bytesPerVector: 96.5, calibration: nil),
      watchers: Self.watchers, held: ["files": "most are gone"], marked: [Sample.document],
      failures: [Sample.document: "can't be read"], deadLetters: [Sample.document], conflicted: [Sample.pushed],
      unread: [Sample.skipped], blas: "OpenBLAS", sqliteVersion: "3.50.1", tokensPerSecond: 812.5,
      log: LogUse(bytes: 4_096, readers: [LogUse.Reader(process: 12, command: "freshet query")]))
    try Golden.expect(StatusObject(status))
  }

  @Test func `a new store's status`() throws {
    let status = StoreStatus(
      store: "/tmp/store", roots: [:], identity: "0f3a", replica: ReplicaID("left"), embedder: nil, documents: 0,
      passages: 0, passagesRetained: 0, vectors: 0, completeness: Sample.bareCompleteness, token: Sample.token,
      index: IndexStatus(
        choice: .exact, kind: .exact, crossover: 50_000, vectors: nil, bytesPerVector: nil, calibration: nil),
      watchers: [], held: [:], marked: [], failures: [:], deadLetters: [], conflicted: [], unread: [], blas: "none",
      sqliteVersion: "3.50.1", tokensPerSecond: nil, log: LogUse(bytes: 0, readers: nil))
    try Golden.expect(StatusObject(status), as: "bare")
  }

  @Test func `a collection of garbage`() throws {
    func summary(isRehearsal: Bool) -> GarbageSummary {
      GarbageSummary(
        versions: 3, documents: 1, passages: 5, vectors: 4, blobs: 1, freedBytes: 5_000_000_000, sparedPassages: 2,
        freePageBytes: 8_192, isRehearsal: isRehearsal)
    }
    try Golden.expect(GarbageObject(summary(isRehearsal: true), isCompact: false))
    try Golden.expect(GarbageObject(summary(isRehearsal: false), isCompact: true), as: "compacted")
  }

  @Test func `a repair of the clock`() throws {
    let stray = StrayStamps(isClockStray: true, versions: 2, fields: 1, peers: 3, documents: [Sample.document])
    try Golden.expect(ClockRepairObject(ClockRepair(stray, at: Sample.moment(0)), isRepaired: true))
    let none = StrayStamps(isClockStray: false, versions: 0, fields: 0, peers: 0, documents: [])
    try Golden.expect(ClockRepairObject(ClockRepair(none, at: Sample.moment(0)), isRepaired: false), as: "bare")
  }

  private static let refusals = [
    RefusedDocument(Refusal(Sample.document, .stamp), isHere: true),
    RefusedDocument(Refusal(Sample.pushed, .tooLong), isHere: false),
  ]
  private static let claim = UnbelievedClaim(
    CutClaim(replica: ReplicaID("right"), claimed: 9_223_372_036_854_775_807, believed: 2))

  @Test func `an exchange with another store`() throws {
    var summary = SyncSummary()
    (summary.rounds, summary.bytesSent, summary.bytesReceived) = (4, 1_200, 34_000)
    (summary.differing, summary.changedHere, summary.changedThere) = (6, 3, 2)
    (summary.contentsReceived, summary.contentsSent) = (5, 1)
    (summary.refusals, summary.cutClaims) = (Self.refusals, [Self.claim])
    (summary.heldHere, summary.heldThere, summary.conflicted) = (1, 2, [Sample.document])
    (summary.isRenewed, summary.sharesVectors, summary.took) = (true, true, .milliseconds(1_250))
    summary.token = Sample.token
    try Golden.expect(SyncObject(summary))
    try Golden.expect(SyncObject(SyncSummary()), as: "bare")
  }

  @Test func `a document that a side left out of an exchange`() throws {
    try Golden.expect(RefusalObject(Self.refusals[0]))
    try Golden.expect(RefusalObject(Self.refusals[1]), as: "there")
  }

  @Test func `a claim that was not believed`() throws {
    try Golden.expect(ClaimObject(Self.claim))
  }

  @Test func `the settings that apply, from every origin`() throws {
    let settings = [
      SettingsObject.Line("store", .text("/docs/.freshet"), from: .flag("--store")),
      SettingsObject.Line("embedder", .text("hashing"), from: .environment("FRESHET_EMBEDDER")),
      SettingsObject.Line("sources.files.include", .list(["*.md", "*.txt"]), from: .file(line: 7)),
      SettingsObject.Line("sources.files.target", .number(0.999), from: .file(line: nil)),
      SettingsObject.Line("sources.files.max-pending", .integer(1_000), from: .store),
      SettingsObject.Line("group", .flag(false), from: .standard),
    ]
    try Golden.expect(SettingsObject(file: "/docs/freshet.toml", settings))
    try Golden.expect(SettingsObject(file: nil, []), as: "bare")
  }

  @Test func `a setting's value of each kind`() throws {
    let values: [(String, SettingValue)] = [
      ("text", .text("a/b")), ("integer", .integer(12)), ("number", .number(2)), ("list", .list([])),
      ("flag", .flag(true)),
    ]
    for (form, value) in values { try Golden.expect(value, as: form) }
  }

  @Test func `where the model is`() throws {
    try Golden.expect(ModelObject(folder: "/home/ann/.cache/freshet/models/all-MiniLM-L6-v2", isNew: true))
  }
}
