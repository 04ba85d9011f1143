import Testing

@testable import FreshetFiles

struct ScratchVerdictTests {
  private func facts(_ holder: ScratchVerdict.Holder, isOld: Bool = false, after seconds: Int = 0)
    -> ScratchVerdict.Facts
  {
    ScratchVerdict.Facts(
      isFolder: true, isOwn: true, holder: holder, isOfOldVersion: isOld, secondsSinceChange: seconds)
  }

  @Test func `a folder is removed if nobody holds it`() {
    let verdicts = [.nobody, .somebody, .unknown].map { ScratchVerdict(facts($0)) }
    #expect(verdicts == [.remove, .held, .held])
  }

  @Test func `one of an older version must have been left alone for a minute, too`() {
    let verdicts = [0, 59, 60, 3_600].map { ScratchVerdict(facts(.nobody, isOld: true, after: $0)) }
    #expect(verdicts == [.held, .held, .remove, .remove])
    #expect(ScratchVerdict(facts(.somebody, isOld: true, after: 3_600)) == .held)
  }

  @Test func `nothing else than a folder of this user's is touched, no matter who holds it`() {
    for holder in [ScratchVerdict.Holder.nobody, .somebody, .unknown] {
      var other = facts(holder)
      other.isOwn = false
      #expect(ScratchVerdict(other) == .another)
      other.isFolder = false
      #expect(ScratchVerdict(other) == .ignore)
    }
  }
}
