internal import Foundation
internal import FreshetCommand
internal import FreshetSeededNumbers
import Testing

/// Differences, against the system's `diff` and `patch`.
@Suite struct UnifiedDiffTests {
  private let folder: CommandTree

  init() throws {
    folder = try CommandTree()
  }

  private static let pairs: [(String, String)] = [
    ("", ""), ("", "one\n"), ("one\n", ""), ("", "one"), ("one", ""), ("one\n", "one"), ("one", "one\n"),
    ("one", "two"),
    ("a\nb\nc\n", "a\nc\n"), ("\n", "\n\n"), ("e\u{301}\n", "\u{e9}\n"), ("a\r\nb\n", "a\nb\n"),
    ("a\n\u{2028}b", "a\nb"),
    ("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
    ("x\n1\n2\n3\n4\n5\n6\nx\n", "y\n1\n2\n3\n4\n5\n6\ny\n"),
    ("x\n1\n2\n3\n4\n5\n6\n7\nx\n", "y\n1\n2\n3\n4\n5\n6\n7\ny\n"), ("1\n2\n3\n4\n", "1\n2\n3\n4\nend"),
  ]

  @Test(arguments: pairs)
  func `it is to the letter what diff prints`(old: String, new: String) throws {
    #expect(diff(old, new) == (try systemDiff(old, new)), "\(old.debugDescription) \(new.debugDescription)")
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `of random edits patch makes the new text, and no shorter difference would do`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<5 {
      let (old, new) = Self.edited(&random)
      let ours = diff(old, new)
      #expect(try patched(old, with: ours) == new, "seed \(seed): \(ours)")
      #expect(changedLines(ours) == changedLines(try systemDiff(old, new)), "seed \(seed)")
    }
  }

  @Test func `where too many lines were moved about it is long, and true`() throws {
    var random = SplitMix64(seed: 3)
    let lines = (0..<6_000).map { "line \($0)\n" }
    let (old, new) = (lines.joined(), lines.shuffled(using: &random).joined())
    #expect(try patched(old, with: diff(old, new)) == new)
  }

  @Test func `what isn't there is /dev/null`() {
    let diff = UnifiedDiff(
      from: .init(name: "a", label: "one", text: "x\n"), to: .init(name: "a", label: "two", text: nil))
    #expect(diff.text == "--- a\tone\n+++ /dev/null\ttwo\n@@ -1 +0,0 @@\n-x\n")
  }

  private func diff(_ old: String, _ new: String) -> String {
    UnifiedDiff(from: .init(name: "old", label: "1", text: old), to: .init(name: "new", label: "2", text: new)).text
  }

  private func systemDiff(_ old: String, _ new: String) throws -> String {
    try folder.write(old, to: "old")
    try folder.write(new, to: "new")
    return try run(
      ["diff", "-u", "--minimal", "--label", "old\t1", "--label", "new\t2", "old", "new"], mayEndWith: [0, 1])
  }

  private func patched(_ old: String, with diff: String) throws -> String {
    if diff.isEmpty { return old }
    try folder.write(old, to: "old")
    try folder.write(diff, to: "diff")
    _ = try run(["patch", "--silent", "--binary", "--output", "patched", "old", "diff"], mayEndWith: [0])
    return String(decoding: try folder.read("patched"), as: UTF8.self)
  }

  private func changedLines(_ diff: String) -> Int {
    diff.utf8.split(separator: UInt8(ascii: "\n")).dropFirst(2)
      .count { $0.first == UInt8(ascii: "+") || $0.first == UInt8(ascii: "-") }
  }

  private func run(_ words: [String], mayEndWith statuses: [Int32]) throws -> String {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(statuses.contains(process.terminationStatus), "\(words)")
    return String(decoding: text, as: UTF8.self)
  }

  /// Few different lines, so that many are alike; the last one with a line feed or without.
  private static func edited(_ random: inout SplitMix64) -> (old: String, new: String) {
    let words = (0..<random.pick([3, 8, 40])).map { "line \($0)" } + [""]
    let old = (0..<Int.random(in: 0..<60, using: &random)).map { _ in random.pick(words) }
    var new = old
    for _ in 0..<Int.random(in: 0..<10, using: &random) {
      let place = Int.random(in: 0...new.count, using: &random)
      if random.chance(50) || place == new.count {
        new.insert(random.pick(words), at: place)
      } else {
        new.remove(at: place)
      }
    }
    return (text(old, &random), text(new, &random))
  }

  private static func text(_ lines: [String], _ random: inout SplitMix64) -> String {
    lines.joined(separator: "\n") + (lines.isEmpty || random.chance(30) ? "" : "\n")
  }
}
