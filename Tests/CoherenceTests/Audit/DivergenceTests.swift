import FreshetCoherence
import FreshetCorpus
import Testing

/// When a document and what is served of it parted: at the latest, and never before they were last in step.
struct DivergenceTests {
  private static func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds, nanoseconds: 0) }

  private static func stamp(modified: Int64, changed: Int64) -> FileStamp {
    FileStamp(device: 1, inode: 1, sizeInBytes: 1, modified: at(modified), statusChanged: at(changed))
  }

  private static func began(
    _ stamp: FileStamp?, folder: Int64? = nil, observed: Int64? = nil, inStep: Int64? = 100, now: Int64 = 1_000
  ) -> Timestamp? {
    Divergence.began(
      stamp: stamp, folderChangedAt: folder.map(at), observedAt: observed.map(at), inStepAt: inStep.map(at),
      now: at(now))
  }

  @Test func `a file that was written tells when`() {
    #expect(Self.began(Self.stamp(modified: 300, changed: 300)) == Self.at(300))
    #expect(Self.began(Self.stamp(modified: 300, changed: 500)) == Self.at(300), "its mode was changed later")
  }

  @Test func `a file that was moved into place with its old time differs since it came`() {
    #expect(Self.began(Self.stamp(modified: 20, changed: 400)) == Self.at(400))
  }

  @Test func `who saw it differ earlier than its time says is believed`() {
    #expect(Self.began(Self.stamp(modified: 300, changed: 300), observed: 250) == Self.at(250))
    #expect(Self.began(nil, folder: 600, observed: 250) == Self.at(250))
  }

  @Test func `a file from the future differs since its entry changed, and at the latest since now`() {
    #expect(Self.began(Self.stamp(modified: 5_000, changed: 400)) == Self.at(400))
    #expect(Self.began(Self.stamp(modified: 5_000, changed: 5_000)) == Self.at(1_000))
  }

  @Test func `one that is gone differs since its folder lost a name`() {
    #expect(Self.began(nil, folder: 600) == Self.at(600))
    #expect(Self.began(nil) == Self.at(1_000))
  }

  @Test func `nothing differs since before it was last in step`() {
    #expect(Self.began(Self.stamp(modified: 20, changed: 30)) == Self.at(100))
    #expect(Self.began(nil, folder: 50) == Self.at(100))
  }

  @Test func `without a proof that it ever was in step nothing is known`() {
    #expect(Self.began(Self.stamp(modified: 300, changed: 300), inStep: nil) == nil)
  }

  @Test func `a whole look proves what it did not find to differ, until somebody saw it differ`() {
    let seen = RecordedDivergence((observedAt: nil, verifiedAt: Self.at(10), seenUpTo: Self.at(50)))
    #expect(seen.inStepAt == Self.at(50))
    let marked = RecordedDivergence((observedAt: Self.at(40), verifiedAt: Self.at(10), seenUpTo: Self.at(50)))
    #expect(marked.inStepAt == Self.at(40))
    let unseen = RecordedDivergence((observedAt: nil, verifiedAt: nil, seenUpTo: nil))
    #expect(unseen.inStepAt == nil)
  }
}
