import Foundation
import Glibc
import Testing

/// Text in the folder that no answer can give: commands report how much, of which kind, and where.
@Suite struct UnreadTextTests {
  static let utf16 =
    Data([0xFF, 0xFE]) + ("The walrus sleeps in shed nine.\n".data(using: .utf16LittleEndian) ?? Data())
  static let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D])
  private static let hashing = "the hashing embedder compares words, not meaning"

  private func reasons(_ tree: CommandTree, _ question: String) throws -> [String] {
    try tree.json("query", question, "--mode", "lexical")["completeness"]["reasons"].elements.map(\.text)
  }

  @Test func `a UTF-16 file hides text, and every command says so`() throws {
    let tree = try CommandTree(["readme.md": "Read me.\n"])
    try tree.write(Self.utf16, to: "notes.txt")
    let report = try tree.reindex()["documents"]
    #expect(report["unread"] == [["document": "notes.txt", "reason": "undecodable", "form": "utf16"]])
    #expect(report["unreadCount"] == 1)
    #expect(try reasons(tree, "walrus") == ["1 entry was skipped as undecodable (1 UTF-16)", Self.hashing])
    let status = try tree.json("status")
    #expect(status["unread"] == report["unread"])
    #expect(status["completeness"]["unread"] == ["utf16": 1])
    #expect(try tree.json("audit")["unread"] == report["unread"])
    let name = "notes.txt: undecodable (UTF-16)"
    #expect(try tree.freshet("status").output.contains("unread     \(name)\n"))
    #expect(try tree.freshet("audit").output.contains("skipped files that may hold text: 1\n  \(name)\n"))
    #expect(try tree.freshet("why", "notes.txt").output.contains("skipped: undecodable (UTF-16)\n"))
    #expect(try tree.freshet("reindex", "-q").errors == "skipped: \(name)\n")
  }

  @Test func `an image hides no text`() throws {
    let tree = try CommandTree(["readme.md": "Read me.\n"])
    try tree.write(Self.png, to: "logo.png")
    try tree.write(Self.png, to: "logo.txt")
    #expect(try tree.reindex()["documents"]["skipped"] == ["binary": 2])
    #expect(try reasons(tree, "walrus") == [Self.hashing])
    #expect(try tree.freshet("reindex", "-q", "--strict").status == 0)
  }

  @Test func `a NUL after the first 8 KiB damages no answer`() throws {
    let tree = try CommandTree(["b.txt": "The seal sleeps in shed ten.\n"])
    let paragraph = "The harbour master closes the north lock at dusk.\n\n"
    let text = String(repeating: paragraph, count: 200) + "The walrus \0 sleeps in shed nine.\n"
    try tree.write(text, to: "a.txt")
    try tree.reindex()
    #expect(try tree.dump().map { $0["document"].text } == ["b.txt"])
    #expect(try reasons(tree, "walrus sleeps").first == "1 entry was skipped as undecodable (1 text with NUL bytes)")
    #expect(try tree.freshet("audit", "--verify").status == 0)
    try tree.write(text.replacing("\0", with: ""), to: "a.txt")
    try tree.reindex()
    #expect(try tree.json("query", "walrus")["hits"][0]["document"] == "a.txt")
  }

  @Test
  func `a text cut at a NUL by an older version is named and left out, and the step that audit prints removes it`()
    throws
  {
    let tree = try CommandTree(["b.txt": "The seal sleeps in shed ten.\n"])
    try tree.write("The walrus x sleeps in shed nine.\n", to: "a.txt")
    try tree.reindex()
    // Like the older version: the column ends at the NUL, and the row counts as the file's content.
    try tree.write("The walrus \0 sleeps in shed nine.\n", to: "a.txt")
    try StoreDatabase(in: tree.store).run("UPDATE chunks SET text = 'The walrus ' WHERE text LIKE '%walrus%'")
    let answer = try tree.json("query", "walrus seal sleeps")
    #expect(answer["hits"].elements.map { $0["document"].text } == ["b.txt"])
    #expect(answer["completeness"]["absenceIsReliable"] == false)
    let dump = try tree.freshet("dump")
    #expect(dump.status == 3)
    #expect(try JSON.lines(dump.output).map { $0["document"].text } == ["b.txt"])
    #expect(dump.errors.hasPrefix("freshet: 1 damaged passage or document was left out: "))
    let finding = try tree.json("audit", "--verify")["findings"][0]
    #expect(finding["rule"] == "FRS004" && finding["next"] == "freshet reindex --all")
    try tree.reindex("--all")
    #expect(try tree.freshet("audit", "--verify").status == 0)
    #expect(try tree.dump().count == 1)
  }

  @Test func `twenty names are listed, then a count`() throws {
    let tree = try CommandTree(["a.md": "A.\n"])
    for number in 100..<125 { try tree.write(Self.utf16, to: "n\(number).txt") }
    let lines = try tree.freshet("reindex", "--embedder", "hashing", "-q").errors.split(separator: "\n")
    #expect(lines.count == 21)
    #expect(lines.first == "skipped: n100.txt: undecodable (UTF-16)")
    #expect(lines.last == "and 5 more: `freshet status --json` names them")
    #expect(try tree.json("status")["unread"].elements.count == 25)
    let status = try tree.freshet("status").output
    #expect(status.contains("unread     n119.txt") && !status.contains("unread     n120.txt"))
    #expect(status.contains("unread     and 5 more: `freshet status --json` names them\n"))
    let audit = try tree.freshet("audit").output
    #expect(audit.contains("  n119.txt: undecodable (UTF-16)\n") && !audit.contains("n120.txt"))
    #expect(audit.contains("  and 5 more: `freshet audit --all-findings` lists all\n"))
    #expect(try tree.freshet("audit", "--all-findings").output.contains("  n124.txt: undecodable (UTF-16)\n"))
  }

  @Test func `with --strict, reindex ends with 3 if it passed over text`() throws {
    let tree = try CommandTree(["a.md": "A.\n"])
    try tree.reindex()
    try tree.write(Self.utf16, to: "notes.txt")
    #expect(try tree.freshet("reindex", "-q").status == 0)
    #expect(try tree.freshet("reindex", "-q", "--strict").status == 3)
    #expect(try tree.freshet("reindex", "-q", "--strict", "a.md").status == 0, "limited to what is sound")
    try tree.remove("notes.txt")
    try tree.write("", to: "huge.txt")
    #expect(truncate(tree.at("huge.txt"), 1 << 40) == 0)
    #expect(try tree.freshet("reindex", "-q").status == 0)
    #expect(try tree.freshet("reindex", "-q", "--strict").status == 3)
  }

  @Test func `the words of front matter are found, at their place`() throws {
    let okapi =
      "---\ntitle: Sheds\ndescription: The okapi is kept in shed ten.\naliases: [store house]\n---\n\nSee the appendix.\n"
    let tree = try CommandTree(["okapi.md": okapi])
    try tree.reindex()
    for word in ["okapi", "sheds", "store house"] {
      let hit = try tree.json("query", word, "--mode", "lexical")["hits"][0]
      #expect(hit["document"] == "okapi.md" && hit["lines"] == [1, 7], "\(word)")
      #expect(hit["certificate"]["state"] == "fresh")
    }
    #expect(try reasons(tree, "zebra") == [Self.hashing])
  }

  @Test func `words that soft hyphens break are found whole`() throws {
    let tree = try CommandTree(["haefen.md": "Die Gesamt\u{AD}konzep\u{AD}tion der Häfen.\n"])
    try tree.reindex()
    let hit = try tree.json("query", "Gesamtkonzeption", "--mode", "lexical")["hits"][0]
    #expect(hit["text"] == "Die Gesamt\u{AD}konzep\u{AD}tion der Häfen.")
  }
}
