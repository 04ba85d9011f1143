import FreshetCoherence
import FreshetCorpus
import Testing

/// Which losses the guard holds back, and which it accepts.
struct DeletionGuardTests {
  private static let known = RootIdentity(device: 1, inode: 2, born: Timestamp(nanoseconds: 3), path: "/docs")
  private static let others = [
    RootIdentity(device: 9, inode: 2, born: Timestamp(nanoseconds: 3), path: "/docs"),
    RootIdentity(device: 1, inode: 9, born: Timestamp(nanoseconds: 3), path: "/docs"),
    RootIdentity(device: 1, inode: 2, born: Timestamp(nanoseconds: 9), path: "/docs"),
    RootIdentity(device: 1, inode: 2, born: Timestamp(nanoseconds: 3), path: "/docs-2"),
  ]

  private func loss(
    _ root: RootIdentity, served: Int, absent: Int = 0, excluded: Int = 0, isWhole: Bool = true
  ) -> DeletionGuard.Loss {
    var loss = DeletionGuard.Loss(root: root, isWhole: isWhole)
    (loss.served, loss.absent, loss.excluded) = (served, absent, excluded)
    return loss
  }

  @Test func `in the known folder any number of documents may be removed`() {
    let deletionGuard = DeletionGuard(indexed: Self.known)
    for served in [1, 19, 20, 10_000] {
      #expect(deletionGuard.hold(loss(Self.known, served: served, absent: served)) == nil)
    }
  }

  @Test func `without a recorded folder, no folder counts as another one`() {
    #expect(DeletionGuard(indexed: nil).hold(loss(Self.known, served: 30, absent: 30)) == nil)
  }

  @Test(arguments: others)
  func `another folder removes neither all of a few documents nor most of many`(other: RootIdentity) {
    let deletionGuard = DeletionGuard(indexed: Self.known)
    for (served, absent, isHeld) in [
      (1, 1, true), (19, 19, true), (19, 18, false), (20, 11, true), (20, 10, false), (1_000, 501, true),
      (1_000, 500, false),
    ] {
      let hold = deletionGuard.hold(loss(other, served: served, absent: absent))
      #expect((hold != nil) == isHeld, "\(absent) of \(served)")
    }
    #expect(deletionGuard.hold(loss(other, served: 20)) == nil)
  }

  @Test(arguments: others)
  func `another folder that lists no document removes none, even if a part of it can't be listed`(
    other: RootIdentity
  ) throws {
    var loss = loss(other, served: 19, absent: 1)
    loss.unproven = 18
    let hold = try #require(DeletionGuard(indexed: Self.known).hold(loss))
    guard case .anotherRoot = hold else {
      Issue.record("\(hold)")
      return
    }
    loss.unproven = 17
    #expect(DeletionGuard(indexed: Self.known).hold(loss) == nil)
  }

  @Test(arguments: others)
  func `a partial scan of another folder proves nothing`(other: RootIdentity) throws {
    let hold = try #require(
      DeletionGuard(indexed: Self.known).hold(loss(other, served: 1_000, absent: 1, isWhole: false)))
    guard case .unknownRoot = hold else {
      Issue.record("\(hold)")
      return
    }
  }

  @Test func `a renumbered device is still the same device`() {
    var loss = DeletionGuard.Loss(root: Self.others[0], isRenumbered: true, isWhole: true)
    (loss.served, loss.absent) = (30, 30)
    #expect(DeletionGuard(indexed: Self.known).hold(loss) == nil)
  }

  @Test func `a missing birth time proves nothing`() {
    let unborn = RootIdentity(device: 1, inode: 2, born: nil, path: "/docs")
    #expect(DeletionGuard(indexed: Self.known).hold(loss(unborn, served: 30, absent: 30)) == nil)
    #expect(DeletionGuard(indexed: unborn).hold(loss(Self.known, served: 30, absent: 30)) == nil)
  }

  @Test func `rules that exclude most documents are held back, even in the known folder`() {
    let deletionGuard = DeletionGuard(indexed: Self.known)
    #expect(deletionGuard.hold(loss(Self.known, served: 20, excluded: 11)) == .excluded(11, served: 20))
    #expect(deletionGuard.hold(loss(Self.known, served: 20, excluded: 10)) == nil)
    #expect(deletionGuard.hold(loss(Self.known, served: 19, excluded: 19)) == nil)
  }

  @Test func `when most documents become hollow, they are held back`() {
    #expect(DeletionGuard.hold(hollow: 11, of: 20) == .hollow(11, served: 20))
    #expect(DeletionGuard.hold(hollow: 10, of: 20) == nil)
    #expect(DeletionGuard.hold(hollow: 19, of: 19) == nil)
  }

  @Test func `blank texts and pointers are hollow, texts about them aren't`() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
    for text in ["", " \n\t\r\n", pointer, "/annex/objects/SHA256E-s31390--f50d7ac4.pdf\n"] {
      #expect(HollowContent.isHollow(Array(text.utf8)), "\(text)")
    }
    let long = pointer + String(repeating: "x", count: 1_024)
    for text in ["a", "See version https://git-lfs.github.com/spec/v1.", long, String(repeating: " ", count: 2_000)] {
      #expect(!HollowContent.isHollow(Array(text.utf8)), "\(text)")
    }
  }

  @Test func `a document that became hollow counts for ten minutes`() {
    func at(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * 1_000_000_000) }
    var recent = RecentHollows()
    recent.add(3, at: at(1_000))
    recent.add(4, at: at(1_300))
    #expect(recent.count(at: at(1_599)) == 7)
    #expect(recent.count(at: at(1_600)) == 4)
    #expect(recent.count(at: at(900)) == 0, "the clock went back")
  }
}
