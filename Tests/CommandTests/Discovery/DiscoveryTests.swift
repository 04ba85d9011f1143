import Foundation
import Glibc
import Testing

/// A user for one test, by number: the system need not know the user.
struct TestUser {
  let id: UInt32
  var groups: [UInt32] = []
  var environment: [String: String] = [:]

  static let root = TestUser(id: 0)
  static let alice = TestUser(id: 21_001)
  static let bob = TestUser(id: 21_002)

  func inGroups(_ groups: UInt32...) -> TestUser { TestUser(id: id, groups: groups, environment: environment) }

  func with(_ environment: [String: String]) -> TestUser {
    TestUser(id: id, groups: groups, environment: self.environment.merging(environment) { $1 })
  }

  func freshet(_ arguments: [String], in folder: String) throws -> FreshetProcess.Outcome {
    let groups = groups.isEmpty ? ["--clear-groups"] : ["--groups=" + groups.map(String.init).joined(separator: ",")]
    return try FreshetProcess(
      arguments, in: folder,
      environment: ["HOME": "/nonexistent", "FRESHET_EMBEDDER": "hashing"].merging(environment) { $1 },
      through: id == 0 ? [] : ["setpriv", "--reuid=\(id)", "--regid=\(id)"] + groups
    ).finish()
  }

  func freshet(_ arguments: String..., in folder: String) throws -> FreshetProcess.Outcome {
    try freshet(arguments, in: folder)
  }
}

/// Checks whose store and freshet.toml a search upwards takes, with real users and real folders.
@Suite(.enabled(if: getuid() == 0 && Nobody.canRunFreshet, "only root can start processes as somebody else"))
struct DiscoveryTests {
  private let tree: CommandTree

  init() throws {
    tree = try CommandTree(["a.md": "Alpha stands here.\n", "sub/deep/b.md": "Beta stands here.\n"])
  }

  private func give(_ path: String, to user: TestUser, group: UInt32? = nil) {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []  // a file has none
    for name in [path] + names.map({ path + "/" + $0 }) { lchown(name, user.id, group ?? user.id) }
  }

  private func indexed(by user: TestUser) throws { try indexed(tree, by: user) }

  /// A tree that `user` indexed. This user owns all of it.
  private func indexed(_ tree: CommandTree, by user: TestUser) throws {
    give(tree.path, to: user)
    let outcome = try user.freshet("reindex", "-q", in: tree.path)
    try #require(outcome.status == 0, "\(outcome)")
    // The state that an older version left: other users may look into the store.
    chmod(tree.store, 0o755)
    for name in try FileManager.default.contentsOfDirectory(atPath: tree.store) {
      chmod(tree.store + "/" + name, 0o644)
    }
  }

  private func expectRefused(
    _ outcome: FreshetProcess.Outcome, _ path: String, location: SourceLocation = #_sourceLocation
  ) {
    #expect(refused(outcome, path), "\(outcome)", sourceLocation: location)
  }

  private func refused(_ outcome: FreshetProcess.Outcome, _ path: String) -> Bool {
    outcome.status == 2 && outcome.errors.hasPrefix("freshet: \(path) belongs to ")
  }

  @Test func `the owner's store is found from below, and every command says which one it uses`() throws {
    try indexed(by: .alice)
    let line = "freshet: using the store \(tree.store), root \(tree.path)\n"
    for command in [
      ["reindex", "-q"], ["query", "Alpha"], ["audit"], ["status"], ["dump"], ["log", "a.md"], ["why", "a.md"],
      ["gc"], ["slo"], ["doctor"], ["config", "show"],
    ] {
      let outcome = try TestUser.alice.freshet(command, in: tree.at("sub/deep"))
      #expect(outcome.errors.contains(line), "\(command): \(outcome)")
      #expect(outcome.errors.components(separatedBy: "using the store").count == 2, "\(command): \(outcome)")
      let here = try TestUser.alice.freshet(command, in: tree.path)
      #expect(!here.errors.contains("using the store"), "\(command): \(here)")
    }
  }

  @Test func `root works in another user's checkout, and at its root only with what is its owner's`() throws {
    try indexed(by: .alice)
    #expect(try TestUser.root.freshet("query", "Alpha", in: tree.at("sub")).status == 0)
    give(tree.store, to: .bob)
    try expectRefused(TestUser.root.freshet("query", "Alpha", in: tree.at("sub")), tree.store)
  }

  @Test func `root in a folder of its own takes what belongs to who called sudo`() throws {
    try indexed(by: .alice)
    give(tree.at("sub"), to: .root)
    let sudo = TestUser.root.with(["SUDO_UID": "\(TestUser.alice.id)"])
    #expect(try sudo.freshet("query", "Alpha", in: tree.at("sub")).status == 0)
    let plain = try TestUser.root.freshet("query", "Alpha", in: tree.at("sub"))
    #expect(plain.status == 2 && plain.errors.contains("no .freshet in \(tree.at("sub")) or above it"))
    let liar = TestUser.bob.with(["SUDO_UID": "\(TestUser.alice.id)"])
    try expectRefused(liar.freshet("query", "Alpha", in: tree.path), tree.store)
  }

  @Test func `a stranger's store is refused by name, and taken when it is named`() throws {
    try indexed(by: .alice)
    let outcome = try TestUser.bob.freshet("query", "Alpha", in: tree.at("sub"))
    #expect(refused(outcome, tree.store))
    #expect(outcome.errors.contains("name it with `--store \(tree.store)`"))
    for name in [tree.store, tree.at("sub/../.freshet")] {
      #expect(try TestUser.bob.freshet("status", "--store", name, in: tree.at("sub")).status != 2)
    }
    let named = TestUser.root.with(["FRESHET_STORE": tree.store])
    give(tree.at("sub"), to: .bob)
    #expect(try named.freshet("query", "Alpha", in: tree.at("sub")).status == 0)
  }

  @Test func `a folder as an argument names the store in it, but not one above it`() throws {
    try indexed(by: .alice)
    give(tree.store, to: .bob)
    let root = TestUser.root
    try expectRefused(root.freshet("reindex", "-q", in: tree.path), tree.store)
    #expect(try root.freshet("reindex", "-q", tree.path, in: tree.path).status == 0)
    try expectRefused(root.freshet("reindex", "-q", tree.at("sub"), in: tree.path), tree.store)
    try expectRefused(root.freshet("reindex", "-q", tree.at("a.md"), in: tree.path), tree.store)
  }

  @Test func `a member of the group takes a store that is shared with it, a stranger doesn't`() throws {
    try indexed(by: .alice)
    let team: UInt32 = 21_500
    give(tree.store, to: .alice, group: team)
    chmod(tree.store, 0o2770)
    for name in try FileManager.default.contentsOfDirectory(atPath: tree.store) {
      chmod(tree.store + "/" + name, 0o660)
    }
    let member = TestUser.bob.inGroups(21_400, team)
    let outcome = try member.freshet("query", "Alpha", in: tree.at("sub"))
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try TestUser.bob.freshet("query", "Alpha", in: tree.path).status == 4, "the folder is closed to him")
    chmod(tree.store, 0o2777)
    try expectRefused(member.freshet("query", "Alpha", in: tree.path), tree.store)
    chmod(tree.store, 0o2750)
    try expectRefused(member.freshet("query", "Alpha", in: tree.path), tree.store)
  }

  @Test func `the search ends where another owner's folders begin`() throws {
    try indexed(by: .alice)
    give(tree.at("sub/deep"), to: .bob)
    let outcome = try TestUser.bob.freshet("query", "Alpha", in: tree.at("sub/deep"))
    #expect(outcome.status == 2 && outcome.errors.contains("no .freshet in "), "\(outcome)")
    let made = try TestUser.bob.freshet("reindex", in: tree.at("sub/deep"))
    #expect(made.status == 0 && tree.exists("sub/deep/.freshet/store.sqlite"), "\(made)")
  }

  @Test func `a stranger's freshet.toml is refused by name, unless a shared store of his lies beside it`() throws {
    try tree.write("[sources.all]\nroot = \"/etc\"\n", to: "freshet.toml")
    give(tree.path, to: .alice)
    let outcome = try TestUser.bob.freshet("reindex", "-q", in: tree.at("sub"))
    #expect(refused(outcome, tree.at("freshet.toml")))
    #expect(outcome.errors.contains("trusted = [\"\(tree.path)\"]"))
  }

  @Test func `what is listed as trusted in the user's own file is taken`() throws {
    try indexed(by: .alice)
    let home = try CommandTree(["freshet/config.toml": "trusted = [\"\(tree.path)\"]\n"])
    give(home.path, to: .root)
    give(tree.at("sub"), to: .bob)
    let root = TestUser.root.with(["XDG_CONFIG_HOME": home.path])
    #expect(try root.freshet("query", "Alpha", in: tree.at("sub")).status == 0)
    chmod(home.at("freshet/config.toml"), 0o666)
    #expect(try root.freshet("query", "Alpha", in: tree.at("sub")).status == 2)
    chmod(home.at("freshet/config.toml"), 0o644)
    give(home.at("freshet"), to: .alice)
    #expect(try root.freshet("query", "Alpha", in: tree.at("sub")).status == 2)
    give(home.at("freshet"), to: .root)
    try home.write("trusted = [\"relative\"]\n", to: "freshet/config.toml")
    let wrong = try root.freshet("query", "Alpha", in: tree.at("sub"))
    #expect(
      wrong.status == 2 && wrong.errors.contains("config.toml, line 1: trusted: relative is not an absolute path"))
    try home.write("trustd = []\n", to: "freshet/config.toml")
    #expect(try root.freshet("query", "Alpha", in: tree.at("sub")).errors.contains("did you mean trusted?"))
    let other = TestUser.root.with(["HOME": home.path])
    try home.write("trusted = [\"\(tree.path)\"]\n", to: ".config/freshet/config.toml")
    #expect(try other.freshet("query", "Alpha", in: tree.at("sub")).status == 0)
  }

  @Test func `links count with their own owner, and with that of what they lead to`() throws {
    try indexed(by: .alice)
    try tree.move(".freshet", to: "elsewhere")
    try tree.link(".freshet", to: "elsewhere")
    lchown(tree.store, TestUser.alice.id, TestUser.alice.id)
    #expect(try TestUser.alice.freshet("query", "Alpha", in: tree.at("sub")).status == 0)
    lchown(tree.store, TestUser.bob.id, TestUser.bob.id)
    try expectRefused(TestUser.alice.freshet("query", "Alpha", in: tree.at("sub")), tree.store)
    lchown(tree.store, TestUser.alice.id, TestUser.alice.id)
    chown(tree.at("elsewhere"), TestUser.bob.id, TestUser.bob.id)
    chmod(tree.at("elsewhere"), 0o755)
    try expectRefused(TestUser.alice.freshet("query", "Alpha", in: tree.at("sub")), tree.store)
    chown(tree.at("elsewhere"), TestUser.alice.id, TestUser.alice.id)
    chown(tree.at("elsewhere/store.sqlite"), TestUser.bob.id, TestUser.bob.id)
    try expectRefused(TestUser.alice.freshet("query", "Alpha", in: tree.at("sub")), tree.store)
  }

  @Test func `a place that can't be read is an error by name, and no missing store`() throws {
    try indexed(by: .alice)
    give(tree.at("sub"), to: .alice)
    chmod(tree.store, 0)
    let outcome = try TestUser.alice.freshet("query", "Alpha", in: tree.at("sub"))
    #expect(outcome.status == 4)
    #expect(outcome.errors.hasPrefix("freshet: cannot check whether \(tree.store) is a store: Permission denied."))
    #expect(outcome.errors.contains("FRESHET_CEILING=\(tree.path)\n"))
    let below = TestUser.alice.with(["FRESHET_CEILING": tree.path])
    #expect(try below.freshet("query", "Alpha", in: tree.at("sub")).errors.contains("no .freshet in "))
    #expect(try below.freshet("reindex", "-q", in: tree.at("sub")).status == 0)
  }

  @Test func `a stranger's closed store above is an error that names it, its owner, and two next steps that work`()
    throws
  {
    try indexed(by: .alice)
    chmod(tree.store, 0o700)
    let outcome = try TestUser.bob.freshet("query", "Alpha", in: tree.at("sub"))
    #expect(outcome.status == 4)
    let owner = "it belongs to user \(TestUser.alice.id). "
    let refusal = "freshet: cannot check whether \(tree.store) is a store: Permission denied; \(owner)"
    #expect(outcome.errors.hasPrefix(refusal), "\(outcome)")
    let steps = "name another store with --store, or end the search below it: FRESHET_CEILING=\(tree.path)\n"
    #expect(outcome.errors.hasSuffix(steps), "\(outcome)")
    let own = try CommandTree(["c.md": "Gamma stands here.\n"])
    try indexed(own, by: .bob)
    let named = try TestUser.bob.freshet("query", "Gamma", "--store", own.store, in: tree.at("sub"))
    #expect(named.status == 0 && named.output.contains("Gamma stands here."), "\(named)")
    let below = TestUser.bob.with(["FRESHET_CEILING": tree.path])
    let ended = try below.freshet("query", "Alpha", in: tree.at("sub"))
    #expect(ended.status == 2 && ended.errors.contains("no .freshet in "), "\(ended)")
  }

  @Test func `a stranger's closed store in the current folder is an error that advises no ceiling`() throws {
    try indexed(by: .alice)
    chmod(tree.store, 0o700)
    let outcome = try TestUser.bob.freshet("query", "Alpha", in: tree.path)
    #expect(outcome.status == 4)
    let refusal = "freshet: cannot open the folder of the store \(tree.store): Permission denied; it belongs to user "
    #expect(outcome.errors.hasPrefix(refusal), "\(outcome)")
    #expect(outcome.errors.hasSuffix("or name another one with --store\n"))
    #expect(!outcome.errors.contains("FRESHET_CEILING"))
    let doctor = try TestUser.bob.freshet("doctor", "--json", in: tree.path)
    #expect(doctor.status == 1 && doctor.output.contains("name another store with --store"), "\(doctor)")
  }

  @Test func `a current folder that its user can't look into is an error that names the folder`() throws {
    try indexed(by: .bob)
    give(tree.at("sub"), to: .alice)
    chmod(tree.at("sub"), 0o700)
    // The process starts in the folder as root, and then becomes the user, as `sudo -u` does.
    let outcome = try TestUser.bob.freshet("query", "Alpha", "--store", tree.store, in: tree.at("sub/deep"))
    #expect(outcome.status == 4)
    let place = "\(tree.at("sub")), where the search begins"
    let refusal = "freshet: cannot search for a store in \(place): Permission denied. "
    #expect(outcome.errors.hasPrefix(refusal), "\(outcome)")
    #expect(outcome.errors.hasSuffix("or run the command in another folder\n"), "\(outcome)")
    #expect(try TestUser.bob.freshet("query", "Alpha", "--store", tree.store, in: tree.path).status == 0)
  }

  @Test func `a link to a closed store is named by its own place, because a ceiling must lie above that`() throws {
    let closed = try CommandTree(["inner/c.md": "Gamma stands here.\n"])
    give(closed.path, to: .alice)
    chmod(closed.path, 0o700)
    try tree.link(".freshet", to: closed.at("inner"))
    give(tree.path, to: .bob)
    let outcome = try TestUser.bob.freshet("query", "Alpha", in: tree.at("sub"))
    #expect(outcome.status == 4)
    let reason = "whether \(tree.store) is a store: Permission denied at \(closed.at("inner")). "
    #expect(outcome.errors.contains(reason), "\(outcome)")
    #expect(outcome.errors.hasSuffix("FRESHET_CEILING=\(tree.path)\n"), "\(outcome)")
  }
}
