import Foundation
import Glibc
import FreshetSeededNumbers
import Testing

/// Under a running watch, at moments that nobody chose, the audit's verdict on every document is that of a checker which knows
/// nothing of Freshet but its dump: no false alarm, and none missed.
///
/// The watch is stopped in the middle of its work, so that both look at one moment; then it goes on.
@Suite(.serialized) struct AuditVerdictTests {
  private static let moments = 100

  @Test(arguments: ["write-behind", "write-through"])
  func `at 100 random moments every verdict is that of an independent checker`(policy: String) async throws {
    let seed = ProcessInfo.processInfo.environment["FRESHET_SEED"].flatMap(UInt64.init) ?? 20_261_126
    let world = try ChangingTree(policy: policy, seed: seed)
    let watch = try WatchProcess(in: world.tree.path)
    try watch.awaitHealth("watching")
    var (seen, unreadable): ([String: Int], Int) = ([:], 0)
    for moment in 0..<(Self.moments / 2) {
      await Task.yield()  // each moment takes a while of one of the few threads that all tests share
      try world.change()
      try watch.paused {
        guard let found = try world.audited() else { return unreadable += 1 }
        let expected = try world.checked()
        #expect(found == expected, "\(policy), seed \(seed), moment \(moment): \(Self.difference(found, expected))")
        for state in expected.values { seen[state, default: 0] += 1 }
      }
    }
    #expect(unreadable < Self.moments / 10, "\(policy), seed \(seed)")
    for state in ["fresh", "stale", "missing", "orphaned"] {
      #expect(seen[state, default: 0] > 0, "no document was ever \(state): \(seen)")
    }
  }

  private static func difference(_ one: [String: String], _ other: [String: String]) -> [String: String] {
    Set(one.keys).union(other.keys).reduce(into: [:]) { differing, name in
      if one[name] != other[name] { differing[name] = "\(one[name] ?? "none"), not \(other[name] ?? "none")" }
    }
  }
}

/// A folder of documents that changes at random, and what it holds compared with what is served of it.
private final class ChangingTree {
  let tree: CommandTree
  private var generator: SplitMix64
  private var number = 0

  init(policy: String, seed: UInt64) throws {
    tree = try CommandTree([
      "freshet.toml":
        "[sources.files]\nroot = \".\"\nexclude = [\"freshet.toml\"]\npolicy = \"\(policy)\"\nsettle = \"0ms\"\n"
    ])
    generator = SplitMix64(seed: seed)
    for _ in 0..<20 { try create() }
    try tree.reindex()
  }

  /// A few changes, and then none, some or all of the watch's answer to them.
  func change() throws {
    for _ in 0..<Int.random(in: 1...8, using: &generator) { try changeOnce() }
    if generator.chance(30) { _ = try tree.freshet("query", "level", "--consistency", "barrier") }
    if generator.chance(60) { for _ in 0..<Int.random(in: 1...3, using: &generator) { try changeOnce() } }
    if generator.chance(50) { _ = try tree.freshet("status") }
  }

  private func changeOnce() throws {
    let documents = try names()
    guard let name = documents.isEmpty ? nil : generator.pick(documents) else { return try create() }
    switch Int.random(in: 0..<7, using: &generator) {
    case 0, 1: try create()
    case 2: try put(Data(text().utf8), at: name)
    case 3: try append("\n" + text(), to: name)
    case 4: try tree.move(name, to: "moved/\(number)-\(documents.count).md")
    case 5: try tree.remove(name)
    default: try put(try tree.read(name), at: "copy-\(number)-\(documents.count).md")
    }
    number += 1
  }

  private func create() throws {
    number += 1
    try put(Data(text().utf8), at: "f\(number % 4)/d\(number).md")
  }

  /// In one step: of a file that was empty when it was read nothing is in the dump, which tells of passages only, so that the
  /// checker would take it for missing.
  private func put(_ bytes: Data, at name: String) throws {
    let (staged, target) = (".git/staged", tree.at(name))
    try tree.write(bytes, to: staged)
    try FileManager.default.createDirectory(
      atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try #require(rename(tree.at(staged), target) == 0, "\(name): errno \(errno)")
  }

  private func append(_ text: String, to name: String) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: tree.at(name)))
    try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  private func text() -> String {
    number += 1
    let paragraphs = (1...Int.random(in: 1...4, using: &generator)).map {
      "The level at gauge \(number) is \($0 * 7) today.\n"
    }
    return "# Page \(number)\n\n" + paragraphs.joined(separator: "\n")
  }

  private func names() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: tree.path).filter { $0.hasSuffix(".md") }.sorted()
  }

  /// Nil if the watch was stopped while it wrote the header of SQLite's shared index: then nobody can read the store.
  func audited() throws -> [String: String]? {
    let outcome = try tree.freshet("audit", "--json")
    if outcome.status == 5, outcome.errors.contains("is being written by another process") { return nil }
    try #require(!outcome.output.isEmpty, "\(outcome)")
    let report = try JSON(parsing: outcome.output)
    return Dictionary(
      uniqueKeysWithValues: report["documents"].elements.map { ($0["document"].text, $0["state"].text) })
  }

  /// Compares the bytes of every file with every passage that is served of it.
  func checked() throws -> [String: String] {
    let served = Dictionary(grouping: try tree.dumpWithVersions()) { $0["document"].text }
    let present = Set(try names())
    return present.union(served.keys).reduce(into: [:]) { states, name in
      guard let passages = served[name] else { return states[name] = "missing" }
      guard present.contains(name), let bytes = try? tree.read(name) else { return states[name] = "orphaned" }
      states[name] = Self.holds(Array(bytes), passages) ? "fresh" : "stale"
    }
  }

  /// Every passage stands where it says, and nothing but blanks stands elsewhere.
  private static func holds(_ bytes: [UInt8], _ passages: [JSON]) -> Bool {
    var rest = bytes
    for passage in passages {
      let (start, end) = (Int(passage["start"].number), Int(passage["end"].number))
      guard 0 <= start, start <= end, end <= bytes.count else { return false }
      let text = String(decoding: bytes[start..<end], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      guard text == passage["text"].text else { return false }
      for index in start..<end { rest[index] = UInt8(ascii: " ") }
    }
    return rest.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
  }
}
