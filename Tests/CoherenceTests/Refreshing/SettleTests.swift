internal import FreshetCoherence
internal import FreshetCorpus
import Testing

/// What is decided after a read. Stamps and marks matter no more: the bytes decide, unless everything is to be made anew.
@Suite struct SettleTests {
  static let table = DecisionTable(
    """
    sameBytes     asMade                          *                          *  believes  confirm
    sameBytes     asMade                          *                          *  doubts    refresh
    sameBytes     otherSpace|otherChunker|no      *                          *  *  refresh
    otherBytes    *                               *                          *  *  refresh
    sameBinary    asMade|otherSpace|otherChunker  *                          *  *  retireAndPassOver
    sameBinary    no                              binary                     *  *  keepPassedOver
    sameBinary    no                              never|tooLarge|unreadable  *  *  passOver
    otherBinary   asMade|otherSpace|otherChunker  *                          *  *  retireAndPassOver
    otherBinary   no                              *                          *  *  passOver
    tooLarge      asMade|otherSpace|otherChunker  *                          *  *  retireAndPassOver
    tooLarge      no                              tooLarge                   *  *  keepPassedOver
    tooLarge      no                              never|binary|unreadable    *  *  passOver
    unreadable    asMade|otherSpace|otherChunker  *                          *  *  hold
    unreadable    no                              unreadable                 *  *  keepPassedOver
    unreadable    no                              never|binary|tooLarge      *  *  passOver
    refused       *                               *                          *  *  hold
    vanished      asMade|otherSpace|otherChunker  *                          *  *  retire
    vanished      no                              *                          *  *  forget
    unsettled     *                               *                          *  *  hold
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
    var stamped = SettleTests.sameBytes
    var entry = PassedOverEntry(reason: .unreadable, text: nil, stamped: nil)
    var why = ""
  }

  static let binary = PassedOverEntry(reason: .binary, text: nil, stamped: ReconciliationWorld.stamped)
  static let otherBinary = PassedOverEntry(reason: .binary, text: nil, stamped: otherBytes)
  static let tooLarge = PassedOverEntry(reason: .tooLarge, text: nil, stamped: nil)
  static let cases = [
    Case(name: "sameBytes", reading: .revision(sameBytes)),
    Case(name: "otherBytes", reading: .revision(otherBytes), stamped: otherBytes),
    Case(name: "sameBinary", reading: .passedOver(binary), entry: binary),
    Case(name: "otherBinary", reading: .passedOver(otherBinary), entry: otherBinary),
    Case(name: "tooLarge", reading: .passedOver(tooLarge), entry: tooLarge),
    Case(name: "unreadable", reading: .unreadable(why: "no permission"), why: "no permission"),
    Case(name: "refused", reading: .refused(why: "a disk's error"), why: "a disk's error"),
    Case(name: "vanished", reading: .vanished),
    Case(
      name: "unsettled", reading: .unsettled, why: "it was rewritten during every attempt to read it"),
  ]

  @Test func `every reading of every document leads to the action of the table`() {
    for world in ReconciliationWorld.all {
      for reading in Self.cases {
        let action = world.reconciliation.settle(ReconciliationWorld.id, reading.reading)
        let expected = Self.table.actions(for: [reading.name] + world.columns).map { Self.action($0, reading) }
        #expect([action] == expected, "\(reading.name), \(world)")
      }
    }
  }

  @Test func `only a document that is gone or not for the index is served no more`() {
    let document = ReconciliationWorld.all[0].reconciliation
    let retiring = Self.cases.filter { document.settle(ReconciliationWorld.id, $0.reading).retires }.map(\.name)
    #expect(retiring == ["sameBinary", "otherBinary", "tooLarge", "vanished"])
  }

  @Test func `an entry that said it can't be read proves nothing either`() {
    let entry = PassedOverEntry(reason: .unreadable, text: nil, stamped: nil)
    let action = ReconciliationWorld.all[0].reconciliation.settle(ReconciliationWorld.id, .passedOver(entry))
    #expect(!action.retires)
  }

  @Test func `actions know whether they retire, and for what reason they pass over`() {
    let entry = PassedOverEntry(reason: .tooLarge, text: nil, stamped: nil)
    let actions: [(ReconciliationAction, Bool, SkipReason?)] = [
      (.keep, false, nil), (.keepPassedOver(.binary), false, .binary), (.markAndRead, false, nil),
      (.confirm(Self.sameBytes), false, nil), (.refresh(Self.sameBytes), false, nil), (.retire, true, nil),
      (.retireAndPassOver(entry), true, .tooLarge), (.passOver(entry), false, .tooLarge),
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
    case "retireAndPassOver": .retireAndPassOver(reading.entry)
    case "passOver": .passOver(reading.entry)
    case "keepPassedOver": .keepPassedOver(reading.entry.reason)
    case "hold": .hold(why: reading.why)
    case "forget": .forget
    default: nil
    }
  }
}
