import Foundation
import Glibc
import Testing

/// Who owns the files of a store, and who may use them: with real users and real umasks.
@Suite(.enabled(if: SharedTree.canBeMade, "only root starts processes as other users"))
struct SharingTests {
  private static let umasks = ["000", "002", "022", "077"]
  private static let reindex = "reindex --embedder hashing -q"
  private static let query = "query alpha --consistency barrier --timeout 30s"

  /// Leaves a log, shared memory and cookies, as a killed process does.
  private func watchKilled(_ shared: SharedTree, as user: SharedTree.User, umask: String) throws {
    let outcome = try shared.shell(
      "$freshet watch --embedder hashing -q & until [ -e .freshet/cookies ]; do :; done; $freshet \(Self.query); kill -9 $!",
      as: user, umask: umask)
    #expect(outcome.output.contains("Alpha stands here."), "\(outcome)")
  }

  @Test(arguments: umasks) func `the owner's store is his alone, whatever the umask and the reader`(umask: String)
    throws
  {
    let shared = try SharedTree(group: false)
    #expect(try shared.run(Self.reindex, as: .owner, umask: umask).status == 0)
    let files = [". 700 owner:team", "store.sqlite 600 owner", "writer.lock 600 owner"]
    #expect(try shared.files() == files)
    for user in [SharedTree.User.member, .stranger] {
      let outcome = try shared.run("query alpha --store \(shared.tree.store)", as: user, umask: umask)
      #expect(outcome.status != 0 && outcome.output == "", "\(user.name)")
    }
    let answer = try shared.run(Self.query, as: .root, umask: umask)
    #expect(answer.status == 0 && answer.output.contains("Alpha stands here."), "\(answer)")
    // A reader that is slow to end leaves its log, and the log of answers follows an answer.
    let listed = try shared.files()
    #expect(listed.filter { !$0.hasPrefix("store.sqlite-") && !$0.hasPrefix("answers") } == files)
    #expect(listed.dropFirst().allSatisfy { $0.hasSuffix(" 600 owner") }, "root made a file: the owner's: \(listed)")
    for command in [Self.query, Self.reindex] {
      #expect(try shared.run(command, as: .owner, umask: umask).status == 0, "\(command)")
    }
  }

  @Test(arguments: umasks) func `a shared store is the group's, no matter which member makes a file`(umask: String)
    throws
  {
    let shared = try SharedTree(group: true)
    let first = try shared.run(Self.reindex, as: .owner, umask: umask)
    #expect(first.status == 0)
    #expect(first.errors.hasSuffix("the store \(shared.tree.store) is shared with the group 64000\n"), "\(first)")
    for user in [SharedTree.User.member, .root, .owner] {
      try shared.tree.write("Alpha stands by \(user.name).\n", to: "\(user.name).md")
      chmod(shared.tree.at("\(user.name).md"), 0o644)
      for command in [Self.reindex, Self.query] {
        let outcome = try shared.run(command, as: user, umask: umask)
        #expect(outcome.status == 0 && outcome.errors == "", "\(user.name): \(outcome)")
      }
    }
    let listed = try shared.files()
    #expect(
      listed.filter { !$0.hasPrefix("store.sqlite-") && !$0.hasPrefix("answers") } == [
        ". 2770 owner:team", "store.sqlite 660 owner:team", "writer.lock 660 owner:team",
      ])
    #expect(listed.dropFirst().allSatisfy { $0.contains(" 660 ") && $0.hasSuffix(":team") }, "\(listed)")
    let refused = try shared.run("query alpha --store \(shared.tree.store)", as: .stranger, umask: umask)
    #expect(refused.status != 0 && refused.output == "", "\(refused)")
  }

  @Test(arguments: [false, true], umasks)
  func `what a killed watch leaves has the same modes, and root's reads leave the owner in`(
    isShared: Bool, umask: String
  ) throws {
    let shared = try SharedTree(group: isShared)
    try #require(try shared.run(Self.reindex, as: .owner, umask: umask).status == 0)
    for user in [SharedTree.User.owner, .root] { try watchKilled(shared, as: user, umask: umask) }
    let (folder, file) = isShared ? ("2770 owner:team", "660 owner:team") : ("700 owner", "600 owner")
    #expect(
      try shared.files().filter { !$0.hasPrefix("cookies/") && !$0.hasPrefix("answers") } == [
        ". \(isShared ? "2770" : "700") owner:team", "cookies \(folder)", "store.sqlite \(file)",
        "store.sqlite-shm \(file)", "store.sqlite-wal \(file)", "writer.lock \(file)",
      ])
    #expect(try shared.run(Self.reindex, as: .owner, umask: umask).status == 0)
  }

  @Test func `a store that others could read is mended at the next write, which says so once and how to share it`()
    throws
  {
    let shared = try SharedTree()
    try #require(try shared.run(Self.reindex, as: .owner).status == 0)
    chmod(shared.tree.store, 0o755)
    for name in ["store.sqlite", "writer.lock"] { chmod(shared.tree.at(".freshet/\(name)"), 0o644) }
    #expect(try shared.run("query alpha", as: .owner).errors == "", "a read changes nothing")
    #expect(try shared.files()[0] == ". 755 owner:team")
    let outcome = try shared.run("gc", as: .owner)
    #expect(
      outcome.errors
        == "freshet: other users could read the store \(shared.tree.store), which contains the text of its documents: from now on only its owner can; to share it with its group, write `group = true` at the top of freshet.toml and run `freshet reindex`\n"
    )
    let own = [". 700 owner:team", "store.sqlite 600 owner", "writer.lock 600 owner"]
    #expect(try shared.filesOfNoReader() == own)
    #expect(try shared.run("gc", as: .owner).errors == "")
  }

  @Test func `group = true shares the store, and without it it is the owner's again; a member decides nothing`() throws
  {
    let shared = try SharedTree(group: true)
    try #require(try shared.run(Self.reindex, as: .owner).status == 0)
    try #require(try shared.run("query alpha", as: .member).status == 0)
    let together = [
      ". 2770 owner:team", "answers 660 member:team", "store.sqlite 660 owner:team", "writer.lock 660 owner:team",
    ]
    #expect(try shared.filesOfNoReader() == together)
    try shared.say(group: nil)
    let members = try shared.run(Self.reindex, as: .member)
    #expect(members.status == 0 && members.errors == "", "\(members)")
    #expect(try shared.files() == together)
    let outcome = try shared.run("gc", as: .owner)
    #expect(
      outcome.status == 0 && outcome.errors.contains("from now on only its owner can; other users own answers, "))
    #expect(
      try shared.filesOfNoReader() == [
        ". 700 owner:team", "answers 660 member:team", "store.sqlite 600 owner:team", "writer.lock 600 owner:team",
      ])
  }

  @Test func `a command that finds no freshet.toml leaves a shared store shared`() throws {
    let shared = try SharedTree(group: true)
    try #require(try shared.run(Self.reindex, as: .owner).status == 0)
    try shared.tree.remove("freshet.toml")
    #expect(try shared.run("gc", as: .owner).errors == "")
    #expect(try shared.files()[0] == ". 2770 owner:team")
  }

  @Test func `the saved index is the owner's, also when root's reindex saves it`() throws {
    let sections = (0..<4_200).map { "# Section \($0)\n\nw\($0 % 997) w\($0) note.\n" }
    let shared = try SharedTree(["a.md": sections.joined(separator: "\n")], group: false)
    try #require(try shared.run(Self.reindex, as: .owner).status == 0)
    #expect(try shared.files().contains("index 600 owner"))
    try shared.tree.remove(".freshet/index")
    try #require(try shared.run(Self.reindex, as: .root).status == 0)
    #expect(try shared.files().contains("index 600 owner"))
    #expect(try shared.run("query note --mode vector", as: .owner).errors == "")
  }

  @Test(arguments: umasks) func `what the user names keeps the umask, and a file that is there its mode and owner`(
    umask: String
  ) throws {
    let shared = try SharedTree()
    try #require(try shared.run(Self.reindex, as: .owner).status == 0)
    try #require(mkdir(shared.tree.at("out"), 0o777) == 0)
    chmod(shared.tree.at("out"), 0o777)
    try shared.tree.write("old", to: "out/there")
    chown(shared.tree.at("out/there"), SharedTree.User.owner.id, SharedTree.team)
    chmod(shared.tree.at("out/there"), 0o640)
    for name in ["new", "there"] {
      _ = try shared.run("audit --format prometheus --output out/\(name)", as: .root, umask: umask)
    }
    let mode = try #require(UInt32(umask, radix: 8)).complementing(0o666)
    #expect(
      try shared.files(of: "out").dropFirst() == ["new \(String(mode, radix: 8)) root", "there 640 owner:team"])
  }
}

extension UInt32 {
  /// What a umask leaves of a mode.
  fileprivate func complementing(_ mode: UInt32) -> UInt32 { mode & ~self }
}
