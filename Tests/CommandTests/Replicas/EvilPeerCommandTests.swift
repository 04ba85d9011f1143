import Foundation
import Glibc
import Testing

/// Evil peers through the real executable: exit code, time and memory.
@Suite struct EvilPeerCommandTests {
  private static let texts = ["tides.md": "# Tides\n\nThe tide turns at noon.\n"]

  struct Feed: Sendable, CustomTestStringConvertible {
    let name: String
    /// What a shell writes to the honest process.
    let line: String
    let status: Int32
    var testDescription: String { name }

    init(_ name: String, _ line: String, _ status: Int32) {
      (self.name, self.line, self.status) = (name, line, status)
    }
  }

  /// JSON as a frame on a stream.
  private static func frame(_ json: String) -> String {
    "python3 -c 'import sys,struct; j=(\(json)).encode(); sys.stdout.buffer.write(struct.pack(\"<II\",len(j)+4,len(j))+j)'"
  }

  private static let feeds = [
    Feed("a length of 4 GiB", #"printf '\377\377\377\377'"#, 6),
    Feed("a length of 16 MiB and a byte", #"printf '\001\000\000\001'"#, 6),
    Feed("16 MiB that are claimed and never come", #"printf '\000\000\000\001'; sleep 20"#, 4),
    Feed("a frame that ends early", #"printf '\100\000\000\000abc'"#, 4),
    Feed("nothing, for a long time", "sleep 20", 4),
    Feed(
      "a byte a second", "printf '\\000\\001\\000\\000'; for i in 1 2 3 4 5 6 7 8 9; do printf a; sleep 1; done", 4),
    Feed("signs of life without an end", "head -c 1000000 /dev/zero", 6),
    Feed("a flood of noise", "head -c 50000000 /dev/urandom | tr '\\000\\001' '\\377\\377'", 6),
    Feed("8 MiB of brackets", frame("\"[\"*(8<<20)"), 6),
    Feed("two million numbers", frame("\"{\\\"nodes\\\":{\\\"_0\\\":[\"+\"0,\"*2000000+\"0]}}\""), 6),
    Feed("a million empty objects", frame("\"{\\\"states\\\":{\\\"_0\\\":[\"+\"{},\"*340000+\"{}]}}\""), 6),
    Feed(
      "a version vector of 400,000 entries",
      frame(
        "\"{\\\"greeting\\\":{\\\"_0\\\":{\\\"number\\\":2,\\\"store\\\":\\\"a\\\",\\\"replica\\\":\\\"b\\\",\\\"token\\\":\\\"a.0.0000000000000000\\\",\\\"clock\\\":1,\\\"seen\\\":{\"+\",\".join(\"\\\"%06d\\\":1\"%i for i in range(400000))+\"}}}}\""
      ), 6),
    Feed("16 MiB that are no message", "printf '\\000\\000\\000\\001'; head -c 16777216 /dev/zero | tr '\\000' 'a'", 6),
  ]

  @Test(arguments: feeds)
  func `an evil answer ends the asking process by name, in time, within its memory`(_ feed: Feed) throws {
    let tree = try CommandTree(Self.texts)
    try tree.reindex()
    let before = try tree.dump()
    let outcome = try Measured.run(
      "\"$freshet\" sync --through \(Self.quoted(feed.line + "; sleep 5")) --timeout 3s", in: tree.path)
    try expect(outcome, feed)
    #expect(try tree.dump() == before)
    #expect(try tree.freshet(["audit", "--verify"]).status == 0)
  }

  @Test(arguments: feeds)
  func `an evil question ends the serving process by name, in time, within its memory`(_ feed: Feed) throws {
    let tree = try CommandTree(Self.texts)
    try tree.reindex()
    let before = try tree.dump()
    let outcome = try Measured.run(
      "\"$freshet\" sync --serve --timeout 3s < <((\(feed.line)) 2>/dev/null) >/dev/null", in: tree.path)
    try expect(outcome, feed)
    #expect(try tree.dump() == before)
    #expect(try tree.freshet(["audit", "--verify"]).status == 0)
  }

  private func expect(_ outcome: Measured, _ feed: Feed) throws {
    #expect(outcome.status == feed.status, "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("freshet: the other store "), "\(outcome.errors)")
    #expect(outcome.took < .seconds(10))
    #expect(outcome.kilobytes < 256 << 10, "\(outcome.kilobytes) KiB")
  }

  @Test func `a far end that won't go is ended`() throws {
    let tree = try CommandTree(Self.texts)
    try tree.reindex()
    let outcome = try Measured.run(
      "\"$freshet\" sync --through 'trap \"\" TERM; while true; do sleep 1; done' --timeout 1s", in: tree.path)
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("it sent nothing for"))
    #expect(outcome.took < .seconds(10))
  }

  @Test func `repair clock shows its plan, asks, and mends with --yes`() throws {
    let tree = try CommandTree(Self.texts)
    try tree.reindex()
    let sound = try tree.freshet(["repair", "clock"])
    #expect(sound.status == 0)
    #expect(sound.output == "no timestamp lies in the future: nothing to repair\n")
    let store = StoreDatabase(in: tree.store)
    try store.run("UPDATE meta SET clock = 9223372036854775807")
    let advice = try tree.freshet(["doctor"]).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(advice.contains("freshet repair clock"))
    let plan = try tree.freshet(["repair", "clock"])
    #expect(plan.status == 1)
    #expect(plan.output.contains("clock     set back"))
    let conclusion = "nothing was changed: to repair these timestamps, run `freshet repair clock --yes`\n"
    #expect(plan.output.hasSuffix(conclusion))
    let json = try tree.freshet(["repair", "clock", "--json"])
    #expect(json.status == 1)
    #expect(try JSON(parsing: json.output)["isRepaired"] == false)
    #expect(try tree.freshet(["repair", "clock", "--yes"]).status == 0)
    #expect(try tree.freshet(["repair", "clock"]).status == 0)
    #expect(try tree.freshet(["doctor"]).output.contains("freshet repair clock") == false)
  }

  private static func quoted(_ line: String) -> String { "'" + line.replacing("'", with: "'\\''") + "'" }
}

/// A shell line, with the time that it took and the greatest memory of a `freshet` in it.
struct Measured {
  let status: Int32
  let errors: String
  let took: Duration
  let kilobytes: Int

  /// Python's `resource` tells the memory of ended children; bash keeps the status of the last command of a pipe.
  static func run(_ line: String, in folder: String) throws -> Measured {
    let started = ContinuousClock.now
    let script = """
      import os, resource, subprocess, sys
      done = subprocess.run(["bash", "-c", sys.argv[1]])
      print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
      """
    let outcome = try Shell.run(
      "python3 -c '\(script)' \"$line\"", in: folder, environment: ["line": line])
    let words = outcome.output.split(separator: " ").compactMap { Int($0.filter(\.isNumber)) }
    let (status, kilobytes) = (words.first ?? -1, words.last ?? .max)
    return Measured(
      status: Int32(status), errors: outcome.errors, took: ContinuousClock.now - started, kilobytes: kilobytes)
  }
}
