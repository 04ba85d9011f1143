import Testing

/// `audit --format html`: the page on standard output, the verdict in the exit code.
@Suite struct AuditPageCommandTests {
  @Test func `the page answers for the index that it is of`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n", "<b>.md": "Beta stands here.\n"])
    try tree.reindex()
    let safe = try tree.freshet("audit", "--format", "html")
    #expect(safe.status == 0)
    #expect(safe.output.hasPrefix("<!DOCTYPE html>\n") && safe.output.hasSuffix("</html>\n"))
    #expect(
      safe.output.contains("<p>All 2 documents are in step with their sources, and there are no errors or warnings"))
    #expect(
      safe.output.contains(" in 2 changed documents, 0 (0\u{A0}%) had their vectors already, and 2 were embedded."))

    try tree.write("Beta stood here.\n", to: "<b>.md")
    let unsafe = try tree.freshet("audit", "--format", "html")
    #expect(unsafe.status == 1)
    #expect(unsafe.output.contains("<p>There is 1 error: 1 of 2 documents is in step with its source.</p>"))
    #expect(unsafe.output.contains("<bdi class=\"name\">&lt;b&gt;.md</bdi>"))
  }
}
