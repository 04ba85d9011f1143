import Foundation
import Glibc
import Testing

/// The saved index, through the command: one process saves it, the next opens it.
@Suite struct SavedIndexTests {
  private func indexed() throws -> CommandTree {
    let tree = try CommandTree()
    for document in 0..<45 {
      let sections = (0..<100).map {
        "# Section \(document)-\($0)\n\nw\((document * 7919 + $0 * 31) % 997) w\($0) note.\n"
      }
      try tree.write(sections.joined(separator: "\n"), to: "\(document).md")
    }
    try tree.reindex()
    return tree
  }

  /// The hits without their evidence, which another reindex renews.
  private func answer(_ tree: CommandTree) throws -> [[JSON]] {
    let outcome = try tree.freshet(["query", "w31 note section", "--mode", "vector", "--limit", "20", "--json"])
    try #require(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
    let keys = ["document", "address", "start", "score"]
    return try JSON(parsing: outcome.output)["hits"].elements.map { hit in keys.map { hit[$0] } }
  }

  @Test func `a question is answered alike with the index that reindex saved and without it, and saves none`() throws {
    let tree = try indexed()
    let saved = try tree.read(".freshet/index")
    let first = try answer(tree)
    #expect(try answer(tree) == first)
    #expect(try tree.read(".freshet/index") == saved)
    try tree.remove(".freshet/index")
    #expect(try answer(tree) == first)
    #expect(!tree.exists(".freshet/index"))
    #expect(try tree.freshet(["reindex"]).status == 0)
    #expect(try answer(tree) == first)
    #expect(tree.exists(".freshet/index"))
  }

  @Test func `a writer that is killed leaves the old file or the new one, and its draft to the next`() throws {
    let tree = try indexed()
    let truth = try answer(tree)
    for _ in 0..<5 {
      try tree.remove(".freshet/index")
      let folder = try DraftWatch(tree.store)
      let process = try FreshetProcess(["reindex", "-q"], in: tree.path)
      try folder.waitForDraft()
      process.send(SIGKILL)
      _ = try process.finish()
      #expect(try answer(tree) == truth)
      #expect(try tree.freshet(["reindex"]).status == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: tree.store).filter { $0.hasPrefix("index") }
      #expect(names.filter { $0 == "index" } == ["index"])
    }
    try tree.remove(".freshet/index")
    #expect(try tree.freshet(["reindex"]).status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: tree.store).filter { $0.hasPrefix("index") }
    #expect(names == ["index"], "the next to save removes drafts")
  }
}

/// Waits for a draft of an index to appear, by inotify.
private struct DraftWatch {
  private let events: FileHandle

  init(_ folder: String) throws {
    let number = inotify_init1(Int32(IN_CLOEXEC))
    try #require(number >= 0 && inotify_add_watch(number, folder, UInt32(IN_CREATE)) >= 0)
    events = FileHandle(fileDescriptor: number, closeOnDealloc: true)
  }

  func waitForDraft() throws {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    repeat {
      let count = read(events.fileDescriptor, &buffer, buffer.count)
      try #require(count > 0)
      if String(decoding: buffer[..<count], as: UTF8.self).contains(".new") { return }
    } while true
  }
}
