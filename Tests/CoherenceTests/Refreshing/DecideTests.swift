internal import FreshetCoherence
internal import FreshetCorpus
import Testing

/// What is decided after a read. Stamps and marks no longer matter: the bytes decide, unless everything is to be made
/// anew.
@Suite struct DecideTests {
  static let table = DecisionTable(
    """
    sameBytes     asMade                          *                          *  believes  confirm
    sameBytes     asMade                          *                          *  doubts    refresh
    sameBytes     otherSpace|otherChunker|no      *                          *  *  refresh
    otherBytes    *                               *                          *  *  refresh
    sameBinary    asMade|otherSpace|otherChunker  *                          *  *  retireAndSkip
    sameBinary    no                              binary                     *  *  keepSkipped
    sameBinary    no                              never|tooLarge|unreadable  *  *  skip
    otherBinary   asMade|otherSpace|otherChunker  *                          *  *  retireAndSkip
    otherBinary   no                              *                          *  *  skip
    tooLarge      asMade|otherSpace|otherChunker  *                          *  *  retireAndSkip
    tooLarge      no                              tooLarge                   *  *  keepSkipped
    tooLarge      no                              never|binary|unreadable    *  *  skip
    unreadable    asMade|otherSpace|otherChunker  *                          *  *  hold
    unreadable    no                              unreadable                 *  *  keepSkipped
    unreadable    no                              never|binary|tooLarge      *  *  skip
    refused       *                               *                          *  *  hold
    vanished      asMade|otherSpace|otherChunker  *                          *  *  retire
    vanished      no                              *                          *  *  forget
    rewritten     *                               *                          *  *  hold
    """)

  /// The bytes of the indexed revision, at a stamp that they had not before.
  static let sameBytes = StampedRevision(
    revision: ReconciliationWorld.stamped.revision, stamp: ReconciliationWorld.stamp(inode: 7),
    lookedAt: Timestamp(seconds: 50, nanoseconds: 0), mounts: nil)
  static let otherBytes = StampedRevision(
    revision: Revision(hashing: [2]), stamp: ReconciliationWorld.stamp,
    lookedAt: Timestamp(seconds: 50, nanoseconds: 0), mounts: nil)

  struct Case {
    let name: String
    let reading: SourceReading
    var stamped = DecideTests.sameBytes
    var entry = SkipRecord(reason: .unreadable, text: nil, stamped: nil)
    var why = ""
  }

  static let binary = SkipRecord(reason: .binary, text: nil, stamped: ReconciliationWorld.stamped)
  static let otherBinary = SkipRecord(reason: .binary, text: nil, stamped: otherBytes)
  static let tooLarge = SkipRecord(reason: .tooLarge, text: nil, stamped: nil)
  static let cases = [
    Case(name: "sameBytes", reading: .revision(sameBytes)),
    Case(name: "otherBytes", reading: .revision(otherBytes), stamped: otherBytes),
    Case(name: "sameBinary", reading: .skipped(binary), entry: binary),
    Case(name: "otherBinary", reading: .skipped(otherBinary), entry: otherBinary),
    Case(name: "tooLarge", reading: .skipped(tooLarge), entry: tooLarge),
    Case(name: "unreadable", reading: .unreadable(why: "no permission"), why: "no permission"),
    Case(name: "refused", reading: .refused(why: "a disk's error"), why: "a disk's error"),
    Case(name: "vanished", reading: .vanished),
    Case(
      name: "rewritten", reading: .rewritten, why: "it was rewritten during every attempt to read it"),
  ]

  @Test func `every reading of every document leads to the action of the table`() {
    for world in ReconciliationWorld.all {
      for reading in Self.cases {
        let action = world.reconciliation.decide(ReconciliationWorld.id, reading.reading)
        let expected = Self.table.actions(for: [reading.name] + world.columns).map { Self.action($0, reading) }
        #expect([action] == expected, "\(reading.name), \(world)")
      }
    }
  }

  @Test func `only a document that is gone or not for the index leaves the index`() {
    let document = ReconciliationWorld.all[0].reconciliation
    let retiring = Self.cases.filter { document.decide(ReconciliationWorld.id, $0.reading).retires }.map(\.name)
    #expect(retiring == ["sameBinary", "otherBinary", "tooLarge", "vanished"])
  }

  @Test func `an entry that said it can't be read proves nothing either`() {
    let entry = SkipRecord(reason: .unreadable, text: nil, stamped: nil)
    let action = ReconciliationWorld.all[0].reconciliation.decide(ReconciliationWorld.id, .skipped(entry))
    #expect(!action.retires)
  }

  @Test func `actions know whether they retire, and for what reason they pass over`() {
    let entry = SkipRecord(reason: .tooLarge, text: nil, stamped: nil)
    let actions: [(ReconciliationAction, Bool, SkipReason?)] = [
      (.keep, false, nil), (.keepSkipped(.binary), false, .binary), (.markAndRead, false, nil),
      (.confirm(Self.sameBytes), false, nil), (.refresh(Self.sameBytes), false, nil), (.retire, true, nil),
      (.retireAndSkip(entry), true, .tooLarge), (.skip(entry), false, .tooLarge),
      (.hold(why: ""), false, nil), (.forget, false, nil),
    ]
    for (action, retires, reason) in actions {
      #expect(action.retires == retires, "\(action)")
      #expect(action.skipReason == reason, "\(action)")
    }
  }

  private static func action(_ name: String, _ reading: Case) -> ReconciliationAction? {
    switch name {
    case "confirm": .confirm(reading.stamped)
    case "refresh": .refresh(reading.stamped)
    case "retire": .retire
    case "retireAndSkip": .retireAndSkip(reading.entry)
    case "skip": .skip(reading.entry)
    case "keepSkipped": .keepSkipped(reading.entry.reason)
    case "hold": .hold(why: reading.why)
    case "forget": .forget
    default: nil
    }
  }
}
