import Foundation
import Testing

/// `dump`: everything that is served, and only that.
@Suite struct DumpTests {
  @Test func `each place of a passage is a line with the documented keys, in the order of documents`() throws {
    let text = "# Harbour\n\nThe gate opens at dawn.\n\n# Lights\n\nRed lamps.\n"
    let tree = try CommandTree(["b.md": text, "a.md": "# Lights\n\nRed lamps.\n"])
    let report = try tree.reindex()
    let lines = try tree.dumpWithVersions()
    let status = try tree.json("status")
    #expect(lines.map { $0["document"] } == ["a.md", "b.md", "b.md"])
    let gate = "# Harbour\n\nThe gate opens at dawn."
    let harbour: JSON = [
      "document": "b.md", "address": .string(try sha256(of: Data(gate.utf8))), "text": .string(gate), "start": 0,
      "end": 34, "lines": [1, 3], "headings": ["Harbour"], "version": [status["replica"].text: 2],
      "space": status["space"], "state": "fresh",
    ]
    #expect(lines[1] == harbour)
    #expect(lines[0]["address"] == lines[2]["address"])
    #expect(report["token"] == status["token"])
  }

  @Test func `the state of each line is that of its file now`() throws {
    let tree = try CommandTree(["a.md": "A one.\n", "b.md": "B one.\n", "c.md": "C one.\n"])
    try tree.reindex()
    try tree.write("A two.\n", to: "a.md")
    try tree.remove("b.md")
    #expect(try tree.dump().map { $0["state"] } == ["stale", "orphaned", "fresh"])
    #expect(try tree.dump().map { $0["text"] } == ["A one.", "B one.", "C one."])
  }

  @Test func `a version has the number of the last write that was indexed`() throws {
    let tree = try CommandTree(["a.md": "A one.\n"])
    try tree.reindex()
    let replica = try tree.json("status")["replica"].text
    for count in 2...3 {
      try tree.write("A \(count).\n", to: "a.md")
      try tree.reindex()
      #expect(try tree.dumpWithVersions().map { $0["version"] } == [[replica: .number(Double(count))]])
    }
  }

  @Test func `a store without documents dumps nothing`() throws {
    let tree = try CommandTree()
    try tree.reindex()
    #expect(try tree.freshet("dump") == FreshetProcess.Outcome(status: 0, output: "", errors: ""))
  }

  @Test func `a slowly read dump keeps no log in use, and prints the snapshot from its start`() throws {
    let tree = try CommandTree()
    for number in 0..<300 { try tree.write("Note \(number) tells of tides and of pumps.\n", to: "\(number).md") }
    try tree.reindex()
    let expected = try tree.freshet("dump").output
    let dump = try FreshetProcess(["dump"], in: tree.path, output: .terminal)
    try dump.readOutput { !$0.isEmpty }
    try tree.write("Another note.\n", to: "0.md")
    try tree.reindex()
    #expect(try tree.json("status")["log"]["readers"] == [])
    #expect(try tree.freshet("gc", "--compact").status == 0, "nobody keeps the log from being emptied")
    let outcome = try dump.finish()
    #expect(outcome.output.replacing("\r\n", with: "\n") == expected)
    #expect(outcome.status == 0)
  }

  @Test func `an unwritable folder for temporary files is named in the error`() throws {
    let tree = try CommandTree(["a.md": "A one.\n"])
    try tree.reindex()
    let outcome = try tree.freshet(["dump"], environment: ["TMPDIR": tree.at("gone")])
    #expect(outcome.status == 4)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(tree.at("gone")))
  }

  @Test func `after each of the sample's edits the dump is that of an index from scratch`() throws {
    let sample = SampleCorpus()
    let tree = try CommandTree()
    try sample.copyDocuments(to: tree)
    try tree.reindex()
    for edit in try sample.edits {
      try sample.apply(edit, to: tree)
      try tree.reindex()
      // Whole comparisons at a few steps, for their time; FreshetTests makes them at each.
      if edit.hasPrefix("08") || edit.hasPrefix("16") {
        #expect(try tree.dump() == tree.dumpFromScratch(), "after \(edit)")
      }
      #expect(try tree.freshet("audit").status == 0, "after \(edit)")
    }
  }
}

/// The project's own sample of documents and the edits to it.
struct SampleCorpus {
  private let path = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("SampleCorpus").path

  func copyDocuments(to tree: CommandTree) throws {
    let notDocuments: Set = ["edits", "README.md", "questions.jsonl", "qrels.tsv", ".freshetignore", ".freshet"]
    for name in try FileManager.default.contentsOfDirectory(atPath: path) where !notDocuments.contains(name) {
      try FileManager.default.copyItem(atPath: path + "/" + name, toPath: tree.at(name))
    }
  }

  var edits: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path + "/edits").sorted() }
  }

  /// Moves, then removals, then whole files: SampleCorpus/README.md.
  func apply(_ edit: String, to tree: CommandTree) throws {
    let folder = path + "/edits/" + edit
    for line in try lines(of: folder + "/moves.tsv") {
      let names = line.split(separator: "\t").map(String.init)
      try tree.move(names[0], to: names[1])
    }
    for name in try lines(of: folder + "/removed.txt") { try tree.remove(name) }
    let files = folder + "/files"
    guard FileManager.default.fileExists(atPath: files) else { return }
    for name in try FileManager.default.subpathsOfDirectory(atPath: files) {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: files + "/" + name, isDirectory: &isFolder), !isFolder.boolValue
      else { continue }
      try tree.write(Data(contentsOf: URL(fileURLWithPath: files + "/" + name)), to: name)
    }
  }

  private func lines(of file: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: file) else { return [] }
    return try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }
}
