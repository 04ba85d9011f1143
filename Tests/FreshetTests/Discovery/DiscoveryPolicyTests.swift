import Freshet
import Testing

/// Who may take what a search upwards finds, and where the search ends: all kinds of owners, callers and modes.
@Suite struct DiscoveryPolicyTests {
  private static let root: UInt32 = 0
  private static let alice: UInt32 = 1001
  private static let bob: UInt32 = 1002
  private static let mallory: UInt32 = 1666
  private static let team: UInt32 = 500
  private static let staff: UInt32 = 501

  private struct Case: Sendable, CustomStringConvertible {
    let description: String
    let caller: DiscoveryPolicy.Caller
    /// Owner of the folder where the search begins.
    var start = alice
    var parts = [entry(alice)]
    var store: DiscoveryPolicy.Entry?
    var isNamed = false
    let verdict: DiscoveryPolicy.Verdict
  }

  private static func entry(_ owner: UInt32, _ group: UInt32 = 1, _ mode: UInt32 = 0o700) -> DiscoveryPolicy.Entry {
    DiscoveryPolicy.Entry(owner: owner, group: group, mode: mode)
  }

  private static func caller(
    _ user: UInt32, _ groups: Set<UInt32> = [], sudo: UInt32? = nil
  ) -> DiscoveryPolicy.Caller {
    DiscoveryPolicy.Caller(user: user, groups: groups, sudoUser: sudo)
  }

  private static let shared = entry(alice, team, 0o2770)

  private static let cases = [
    Case(description: "the owner", caller: caller(alice), verdict: .take),
    Case(description: "a stranger's", caller: caller(bob), verdict: .refuse(owner: alice)),
    Case(
      description: "a stranger's in the caller's own folder", caller: caller(bob), start: bob,
      verdict: .refuse(owner: alice)),
    Case(description: "root's, for others", caller: caller(alice), parts: [entry(root)], verdict: .refuse(owner: root)),
    Case(description: "a stranger's that is named", caller: caller(bob), isNamed: true, verdict: .take),
    Case(description: "root in the owner's folder", caller: caller(root), verdict: .take),
    Case(description: "root's own in another's folder", caller: caller(root), parts: [entry(root)], verdict: .take),
    Case(
      description: "root in a folder of somebody else than the owner", caller: caller(root), start: mallory,
      verdict: .refuse(owner: alice)),
    Case(description: "root in its own folder", caller: caller(root), start: root, verdict: .refuse(owner: alice)),
    Case(
      description: "root in its own folder, called by the owner through sudo",
      caller: caller(root, sudo: alice), start: root, verdict: .take),
    Case(
      description: "somebody who only says that sudo was called", caller: caller(bob, sudo: alice),
      verdict: .refuse(owner: alice)),
    Case(
      description: "an own link to a stranger's", caller: caller(alice), parts: [entry(alice), entry(mallory)],
      verdict: .refuse(owner: mallory)),
    Case(
      description: "a stranger's link to an own store", caller: caller(alice), parts: [entry(mallory), entry(alice)],
      verdict: .refuse(owner: mallory)),
    Case(
      description: "an own folder with a stranger's database", caller: caller(alice),
      parts: [entry(alice), entry(mallory)], verdict: .refuse(owner: mallory)),
    Case(
      description: "a store that is shared with the caller's group", caller: caller(bob, [team]),
      parts: [shared, entry(alice, team, 0o660)], store: shared, verdict: .take),
    Case(
      description: "a shared store whose database another member made", caller: caller(bob, [staff, team]),
      parts: [shared, entry(1003, team, 0o660)], store: shared, verdict: .take),
    Case(
      description: "a store that is shared with another group", caller: caller(bob, [staff]), parts: [shared],
      store: shared, verdict: .refuse(owner: alice)),
    Case(
      description: "a store that the group may only read", caller: caller(bob, [team]),
      parts: [entry(alice, team, 0o2750)], store: entry(alice, team, 0o2750), verdict: .refuse(owner: alice)),
    Case(
      description: "a store that everybody may write", caller: caller(bob, [team]),
      parts: [entry(alice, team, 0o777)], store: entry(alice, team, 0o777), verdict: .refuse(owner: alice)),
    Case(
      description: "a shared store that a stranger's link leads to", caller: caller(bob, [team]),
      parts: [entry(mallory), shared], store: shared, verdict: .refuse(owner: mallory)),
    Case(
      description: "a freshet.toml beside a shared store of the same owner", caller: caller(bob, [team]),
      parts: [entry(alice, 1, 0o100644)], store: shared, verdict: .take),
    Case(
      description: "a stranger's freshet.toml beside a shared store", caller: caller(bob, [team]),
      parts: [entry(mallory, 1, 0o100644)], store: shared, verdict: .refuse(owner: mallory)),
    Case(
      description: "a stranger's freshet.toml beside an own store", caller: caller(bob), parts: [entry(mallory)],
      store: entry(bob), verdict: .refuse(owner: mallory)),
  ]

  @Test(arguments: cases) private func `who may take what is found`(_ one: Case) {
    let policy = DiscoveryPolicy(caller: one.caller, start: DiscoveryPolicy.Folder(owner: one.start, device: 1))
    #expect(policy.verdict(on: one.parts, store: one.store, isNamed: one.isNamed) == one.verdict)
  }

  private struct Way: Sendable, CustomStringConvertible {
    let description: String
    let caller: DiscoveryPolicy.Caller
    var start = alice
    var above = alice
    var device: UInt64 = 1
    var isCeiling = false
    var isTrusted = false
    let end: DiscoveryPolicy.End?
  }

  private static let ways = [
    Way(description: "a folder of the same owner", caller: caller(alice), end: nil),
    Way(description: "an own folder above a stranger's", caller: caller(bob), above: bob, end: nil),
    Way(description: "a stranger's folder in a stranger's", caller: caller(bob), end: nil),
    Way(description: "another owner's folder", caller: caller(alice), above: root, end: .owner(root)),
    Way(description: "root's folder, for root in another's", caller: caller(root), above: root, end: .owner(root)),
    Way(description: "root's folder, for root in its own", caller: caller(root), start: root, above: root, end: nil),
    Way(description: "another's folder, for root in its own", caller: caller(root), start: root, end: .owner(alice)),
    Way(
      description: "the folder of who called sudo", caller: caller(root, sudo: alice), start: root, end: nil),
    Way(
      description: "another owner's folder that is trusted", caller: caller(alice), above: root, isTrusted: true,
      end: nil),
    Way(description: "another file system", caller: caller(alice), device: 2, end: .fileSystem),
    Way(
      description: "another file system, although it is trusted", caller: caller(alice), device: 2, isTrusted: true,
      end: .fileSystem),
    Way(description: "a ceiling", caller: caller(alice), isCeiling: true, end: .ceiling),
    Way(
      description: "a ceiling, although it is trusted", caller: caller(alice), isCeiling: true, isTrusted: true,
      end: .ceiling),
  ]

  @Test(arguments: ways) private func `where a search ends`(_ way: Way) {
    let start = DiscoveryPolicy.Folder(owner: way.start, device: 1)
    let end = DiscoveryPolicy(caller: way.caller, start: start).end(
      from: start, to: DiscoveryPolicy.Folder(owner: way.above, device: way.device), isCeiling: way.isCeiling,
      isTrusted: way.isTrusted)
    #expect(end == way.end)
  }
}
