internal import FreshetCoherence
internal import FreshetCorpus
import Testing

/// What is decided at the sight of a path. Only proof saves a read, and what can't be read loses nothing. A name that shows
/// no file is decided at the end: see `ConcludeTests`.
@Suite struct LookTests {
  static let table = DecisionTable(
    """
    sameStamp   asMade                          *           quiet    believes  keep
    sameStamp   no                              binary      quiet    believes  keepSkipped(binary)
    sameStamp   no                              never|tooLarge|unreadable  quiet  believes  markAndRead
    sameStamp   otherSpace|otherChunker         *           quiet    believes  markAndRead
    sameStamp   *                               *           waiting  believes  markAndRead
    sameStamp   *                               *           *        doubts    markAndRead
    otherStamp  *                               *           *        *         markAndRead
    unreadable  asMade|otherSpace|otherChunker  *           *        *         hold
    unreadable  no                              unreadable  *        *         keepSkipped(unreadable)
    unreadable  no                              never|binary|tooLarge  *  *    skip(unreadable)
    refused     *                               *           *        *         hold
    tooLarge    asMade|otherSpace|otherChunker  *           *        *         retireAndSkip(tooLarge)
    tooLarge    no                              tooLarge    *        *         keepSkipped(tooLarge)
    tooLarge    no                              never|binary|unreadable  *  *  skip(tooLarge)
    binary|ignored|undecodable  asMade|otherSpace|otherChunker  *  *  *        retireAndSkip(it)
    notAFile    asMade|otherSpace|otherChunker  *           *        *         keep
    binary|ignored|undecodable|notAFile  no     *           *        *         skip(it)
    """)

  static let sightings: [(String, Sighting)] =
    [
      ("sameStamp", .file(ReconciliationWorld.stamp)), ("otherStamp", .file(ReconciliationWorld.stamp(inode: 2))),
      ("refused", .refused(why: "it can't be read")),
    ] + SkipReason.allCases.map { ($0.rawValue, .skipped($0)) }

  @Test func `every sighting of every document leads to the action of the table`() {
    for world in ReconciliationWorld.all {
      for (name, sighting) in Self.sightings {
        var reconciliation = world.reconciliation
        let action = reconciliation.look(at: ReconciliationWorld.id, sighting)
        let expected = Self.table.actions(for: [name] + world.columns).map { Self.action($0, seen: sighting) }
        #expect([action] == expected, "\(name), \(world)")
      }
    }
  }

  @Test func `a stamp that vouches for nothing leads to a read`() {
    let touched = ReconciliationWorld.stamp(inode: 1, seconds: 9)
    let racy = StampedRevision(
      revision: ReconciliationWorld.stamped.revision, stamp: touched,
      lookedAt: Timestamp(seconds: 10, nanoseconds: 0), mounts: nil)
    for stamped in [racy, nil] {
      var reconciliation = Reconciliation(
        indexed: [ReconciliationWorld.document(stamped: stamped)], marked: [], skips: [:],
        recipe: ReconciliationWorld.recipe, believesStamps: true)
      #expect(reconciliation.look(at: ReconciliationWorld.id, .file(touched)) == .markAndRead)
    }
    var reconciliation = Reconciliation(
      indexed: [], marked: [],
      skips: [ReconciliationWorld.id: SkipRecord(reason: .undecodable, text: nil, stamped: racy)],
      recipe: ReconciliationWorld.recipe, believesStamps: true)
    #expect(reconciliation.look(at: ReconciliationWorld.id, .file(touched)) == .markAndRead)
  }

  @Test func `a document that nobody knows is read`() {
    var reconciliation = ReconciliationWorld.all[0].reconciliation
    #expect(
      reconciliation.look(at: DocumentID(path: "new.md"), .file(ReconciliationWorld.stamp)) == .markAndRead)
  }

  @Test func `the same path in another source is another document`() {
    let world = ReconciliationWorld(indexed: .asMade, before: .never, isMarked: false, believesStamps: true)
    var reconciliation = world.reconciliation
    let pushed = DocumentID(source: DocumentID.pushed, path: ReconciliationWorld.id.path)
    #expect(reconciliation.look(at: pushed, .file(ReconciliationWorld.stamp)) == .markAndRead)
    #expect(reconciliation.document(pushed) == nil)
    #expect(reconciliation.document(ReconciliationWorld.id) == world.document)
  }

  @Test func `an unchanged document on another mount is confirmed there without a read`() throws {
    let world = ReconciliationWorld(indexed: .asMade, before: .never, isMarked: false, believesStamps: true)
    let known = try #require(world.document?.stamped)
    let mounts = DocumentMounts(Mount(point: "disk", device: 1, type: 1, number: nil, inode: 2, born: nil))
    var reconciliation = world.reconciliation
    #expect(
      reconciliation.look(at: ReconciliationWorld.id, .file(ReconciliationWorld.stamp, on: mounts))
        == .confirm(known.on(mounts)))
    #expect(reconciliation.look(at: ReconciliationWorld.id, .file(ReconciliationWorld.stamp)) == .keep)
  }

  @Test func `only a file has a size`() {
    #expect(Self.sightings.map(\.1.sizeInBytes) == [5, 5, 0] + SkipReason.allCases.map { _ in 0 })
  }

  private static func action(_ name: String, seen sighting: Sighting) -> ReconciliationAction? {
    let reason: SkipReason? = if case .skipped(let reason) = sighting { reason } else { nil }
    return switch name {
    case "keep": .keep
    case "markAndRead": .markAndRead
    case "hold": .hold(why: "it can't be read")
    case "keepSkipped(binary)": .keepSkipped(.binary)
    case "keepSkipped(tooLarge)": .keepSkipped(.tooLarge)
    case "keepSkipped(unreadable)": .keepSkipped(.unreadable)
    case "skip(unreadable)", "skip(tooLarge)", "skip(it)":
      reason.map { .skip(SkipRecord(reason: $0, text: nil, stamped: nil)) }
    case "retireAndSkip(tooLarge)", "retireAndSkip(it)":
      reason.map { .retireAndSkip(SkipRecord(reason: $0, text: nil, stamped: nil)) }
    default: nil
    }
  }
}
