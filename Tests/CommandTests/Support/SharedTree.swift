import Foundation
import Glibc
import Testing

/// A documents' folder that several users share, and `freshet` run as each of them.
final class SharedTree {
  /// Processes start as these users; the machine needn't know them.
  struct User: Hashable, Sendable {
    let name: String
    let id: UInt32
    let groups: [UInt32]

    static let root = User(name: "root", id: 0, groups: [0])
    static let owner = User(name: "owner", id: 64_001, groups: [64_001, SharedTree.team])
    static let member = User(name: "member", id: 64_002, groups: [64_002, SharedTree.team])
    static let stranger = User(name: "stranger", id: 64_003, groups: [64_003])

    fileprivate var prefix: String {
      if id == 0 { return "" }
      let others = groups.map(String.init).joined(separator: ",")
      return "setpriv --reuid=\(id) --regid=\(groups[0]) --groups=\(others) "
    }
  }

  static let team: UInt32 = 64_000

  /// Only root can start processes as another user; the other users need a binary that everybody may run.
  static let canBeMade = getuid() == 0 && Nobody.canRunFreshet

  let tree: CommandTree

  /// Of the owner's, with its group's bit set.
  init(_ documents: [String: String] = ["a.md": "Alpha stands here.\n"], group: Bool? = nil) throws {
    tree = try CommandTree(documents)
    if let group { try say(group: group) }
    for name in [tree.path] + (try FileManager.default.subpathsOfDirectory(atPath: tree.path).map(tree.at)) {
      chown(name, User.owner.id, Self.team)
    }
    chmod(tree.path, 0o2770)
  }

  /// Nil removes the line.
  func say(group: Bool?) throws {
    let line = group.map { "group = \($0)\n" } ?? ""
    try tree.write(
      "\(line)[sources.files]\nroot = \".\"\nexclude = [\"*.toml\"]\nstaleness = \"1h\"\n", to: "freshet.toml")
    chmod(tree.at("freshet.toml"), 0o644)
  }

  /// A shell line, in which `$freshet` is the command.
  func shell(_ line: String, as user: User, umask: String = "022") throws -> FreshetProcess.Outcome {
    try Shell.run(
      "umask \(umask); exec \(user.prefix)bash -c \"$line\"", in: tree.path,
      environment: ["HOME": "/nonexistent", "line": line])
  }

  func run(_ command: String, as user: User, umask: String = "022", environment: [String: String] = [:]) throws
    -> FreshetProcess.Outcome
  {
    try Shell.run(
      "umask \(umask); exec \(user.prefix)$freshet \(command)", in: tree.path,
      environment: environment.merging(["HOME": "/nonexistent"]) { $1 })
  }

  /// What `files` says, without the empty log that a process leaves which only reads.
  func filesOfNoReader() throws -> [String] {
    try files().filter { !$0.hasPrefix("store.sqlite-") }
  }

  /// Everything in the store's folder, with mode and owners: `index 600 owner`, and the folder itself.
  func files(of folder: String = ".freshet") throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: tree.at(folder)).sorted()
    return (["."] + names).map { name in
      var status = stat()
      lstat(tree.at("\(folder)/\(name)"), &status)
      let owner = [User.root, .owner, .member, .stranger].first { $0.id == status.st_uid }?.name ?? "\(status.st_uid)"
      let group = status.st_gid == Self.team ? ":team" : ""
      return "\(name) \(String(status.st_mode & 0o7777, radix: 8)) \(owner)\(group)"
    }
  }
}
