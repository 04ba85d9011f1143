import Foundation
import Freshet
import Testing

/// What the formats of `audit` hold to whatever the documents are called, and however many they are.
@Suite struct AuditFormatTests {
  private static let names = [
    "plain.md", "we:ird <&\"' é.md", "line\nbreak \u{1B}[31m.md", "日本語の文書/灯台.md", "%41 #?.md",
    "deep/" + String(repeating: "folder/", count: 20) + "x.md",
    String(repeating: "n", count: 200) + ".md",
  ]

  /// Stale, all of them.
  private func stale() throws -> CommandTree {
    let tree = try CommandTree(Dictionary(uniqueKeysWithValues: Self.names.map { ($0, "It stands here.\n") }))
    try tree.reindex()
    for name in Self.names { try tree.write("It stood here: \(name.count).\n", to: name) }
    return tree
  }

  @Test func `no line of text is wider than 80 columns, nothing is cut, and no name speaks to the terminal`() throws {
    let text = try stale().freshet("audit").output
    for line in text.components(separatedBy: "\n") {
      let columns = line.reduce(0) { $0 + ($1.isASCII || $1 == "é" ? 1 : 2) }
      #expect(columns <= 80, "\(line)")
    }
    #expect(!text.contains("\u{1B}"))
    let joined = text.replacing(/\n {4}(?=[^ ])/, with: "")
    for name in Self.names where !name.contains("\n") {
      #expect(joined.contains("\n  \(DocumentID(path: name))"), "\(name)")
    }
    #expect(joined.contains("line\\u{a}break \\u{1b}[31m.md"))
  }

  @Test func `whatever names documents have, what others publish of the formats accepts them`() throws {
    let tree = try stale()
    try PublishedSchemas.expectJUnit(tree.freshet("audit", "--format", "junit").output)
    #expect(try !PublishedSchemas.samples(tree.freshet("audit", "--format", "prometheus").output).isEmpty)
    let sarif = try tree.freshet("audit", "--format", "sarif").output
    try PublishedSchemas.expectSARIF(sarif)
    let run = try JSON(parsing: sarif)["runs"][0]
    let places = run["results"].elements.map { $0["locations"][0]["physicalLocation"]["artifactLocation"] }
    #expect(places.allSatisfy { $0["uriBaseId"] == "files" })
    #expect(Set(places.map { $0["uri"].text.removingPercentEncoding ?? "" }) == Set(Self.names))
    #expect(places.contains { $0["uri"] == "%2541%20%23%3F.md" })
    let base = run["originalUriBaseIds"]["files"]["uri"].text
    #expect(URL(string: base)?.path == tree.path && base.hasSuffix("/"))
    #expect(Set(run["results"].elements.map { $0["partialFingerprints"] }).count == Self.names.count)
  }

  @Test func `text tells twenty findings of a rule, and says how many more there are`() throws {
    let tree = try CommandTree(["a.md": "Alpha.\n"])
    try tree.reindex()
    for number in 1...23 { try tree.write("Number \(number).\n", to: "new-\(number).md") }
    let text = try tree.freshet("audit").output
    #expect(text.matches(of: /(?m)^  new-/).count == 20)
    #expect(text.hasPrefix("FRS002 missing (23): "))
    #expect(text.contains("\n  and 3 more: `freshet audit --all-findings` lists all\n"))
    let all = try tree.freshet("audit", "--all-findings").output
    #expect(all.matches(of: /(?m)^  new-/).count == 23)
    #expect(!all.contains(" more"))
  }

  @Test func `--output replaces a file in one step, through a link, and keeps its permissions`() throws {
    let tree = try CommandTree(["docs/a.md": "Alpha.\n"])
    try tree.reindex("docs")
    let words = ["audit", "--store", "docs/.freshet", "--format", "prometheus", "--output", "out/metrics"]
    try tree.write("old", to: "out/real")
    try tree.link("out/metrics", to: "real")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: tree.at("out/real"))
    let outcome = try tree.freshet(words)
    let told = "freshet: using the store \(tree.at("docs/.freshet")), root \(tree.at("docs"))\n"
    #expect(outcome == FreshetProcess.Outcome(status: 0, output: "", errors: told))
    let text = String(decoding: try tree.read("out/real"), as: UTF8.self)
    #expect(text.contains("freshet_audit_documents{state=\"fresh\"} 1\n"))
    let attributes = try FileManager.default.attributesOfItem(atPath: tree.at("out/real"))
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.contentsOfDirectory(atPath: tree.at("out")).sorted() == ["metrics", "real"])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: tree.at("out/metrics")) == "real")
  }

  @Test func `--output - is standard output, what has no name is written to, and a missing folder is an error`() throws
  {
    let tree = try CommandTree(["a.md": "Alpha.\n"])
    try tree.reindex()
    #expect(
      withoutMoments(try tree.freshet("audit", "--output", "-").output) == "1 document: 1 fresh\naudited at MOMENT\n")
    // As /dev/stdout is: standard output is a file without a name here.
    let links = try CommandTree()
    try links.link("stdout", to: "/proc/self/fd/1")
    let linked = try tree.freshet("audit", "--output", links.at("stdout"))
    #expect(withoutMoments(linked.output) == "1 document: 1 fresh\naudited at MOMENT\n", "\(linked)")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: links.at("stdout")) == "/proc/self/fd/1")
    try links.link("nothing", to: "later")
    #expect(try tree.freshet("audit", "--output", links.at("nothing")).status == 0)
    #expect(links.exists("later"))
    let outcome = try tree.freshet("audit", "--output", "nowhere/report")
    #expect(outcome.status == 4)
    #expect(outcome.errors.hasPrefix("freshet: cannot write nowhere/report: No such file or directory; "))
  }
}
