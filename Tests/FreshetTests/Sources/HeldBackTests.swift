import FreshetCorpus
import Foundation
import Freshet
import Testing

/// A folder that isn't the indexed one, and losses that are too large to believe: nothing is removed unless a person
/// accepts it.
struct HeldBackTests {
  private let tree: DocumentTree
  private var docs: String { tree.root + "/docs" }

  init() throws {
    tree = try DocumentTree()
    try writeDocuments()
  }

  private func writeDocuments(_ count: Int = 30, in folder: String = "docs") throws {
    for number in 0..<count {
      try tree.write("# Note \(number)\n\nThe lighthouse keeper wrote note\(number).\n", to: "\(folder)/\(number).md")
    }
  }

  private func cache(
    _ embedder: some Embedder = HashedNGramEmbedder(), root: String? = nil, include: [String] = [],
    acceptsDeletions: Bool = false
  ) throws -> RetrievalCache {
    let source = SourceConfiguration(root: root ?? docs, include: include, acceptsDeletions: acceptsDeletions)
    return try RetrievalCache.open(
      at: StoreLocation(store: tree.root + "/store"), embedder: embedder, sources: [source],
      options: CacheOptions(clock: tree.later))
  }

  /// Replaces the folder by one with another inode or birth time, depending on the file system.
  private func replaceFolder() throws {
    try tree.move("docs", to: "away")
    try FileManager.default.createDirectory(atPath: docs, withIntermediateDirectories: false)
  }

  private func isAllServed(_ cache: RetrievalCache, _ count: Int = 30) async throws -> Bool {
    try await cache.status().documents == count
  }

  @Test func `an empty folder in place of the indexed one deletes nothing, and the hold ends when the old one is back`()
    async throws
  {
    try await cache().reindex()
    try replaceFolder()
    let summary = try await cache().reindex()
    #expect(summary.removed == 0)
    #expect(summary.failures.count == 30)
    let why = try #require(summary.held["files"])
    #expect(why.description.contains("30 of 30 documents are not in it"))
    #expect(why.remedies == [.acceptDeletions])
    #expect(try await isAllServed(cache()))

    try tree.remove("docs")
    try tree.move("away", to: "docs")
    let healed = try await cache().reindex()
    #expect(healed.failures.isEmpty)
    #expect(healed.held.isEmpty)
    #expect(healed.passagesEmbedded == 0)
    #expect(try await cache().status().held.isEmpty)
    #expect(try await cache().status().completeness.failed == 0)
  }

  /// Indexes 40 other documents in three runs, after which the first 30 are less than half.
  private func expectHeld(_ cache: () throws -> RetrievalCache) async throws {
    for run in 1...3 {
      let summary = try await cache().reindex()
      #expect(summary.removed == 0 && summary.held["files"] != nil, "run \(run)")
      let served = try await cache().retrieve("note7", limit: 5, mode: .lexical).hits.map(\.document.path)
      #expect(served == ["7.md"], "run \(run)")
      if run == 1 { for number in 0..<40 { try tree.write("A stranger, \(number).\n", to: "docs/new\(number).txt") } }
    }
  }

  @Test func `documents that come later don't end the hold on a replaced folder`() async throws {
    try await cache().reindex()
    try replaceFolder()
    for number in 0..<40 { try tree.write("Another stranger, \(number).\n", to: "docs/other\(number).txt") }
    try await expectHeld { try cache() }
    try tree.remove("docs")
    try tree.move("away", to: "docs")
    let healed = try await cache().reindex()
    #expect(healed.removed == 80 && healed.held.isEmpty && healed.failures.isEmpty)
    #expect(try await isAllServed(cache()))
  }

  @Test func `documents that come later don't end the hold on excluded documents`() async throws {
    try await cache().reindex()
    try tree.write("*.md\n", to: "docs/.freshetignore")
    try await expectHeld { try cache() }
    try tree.remove("docs/.freshetignore")
    #expect(try await cache().reindex().held.isEmpty)
  }

  @Test func `documents that come later don't end the hold on emptied documents`() async throws {
    try await cache().reindex()
    for number in 0..<30 { try tree.write("", to: "docs/\(number).md") }
    try await expectHeld { try cache() }
    try writeDocuments()
    #expect(try await cache().reindex().held.isEmpty)
  }

  @Test(arguments: [".git/annex/objects", "/nonexistent/annex"])
  func `documents that become links to nothing at once are held back`(target: String) async throws {
    try await cache().reindex()
    for number in 0..<30 {
      try tree.remove("docs/\(number).md")
      try FileManager.default.createSymbolicLink(
        atPath: docs + "/\(number).md", withDestinationPath: "\(target)/\(number)")
    }
    try await expectHeld { try cache() }
    for number in 0..<30 { try tree.remove("docs/\(number).md") }
    try writeDocuments()
    #expect(try await cache().reindex().held.isEmpty)
  }

  @Test func `a copy of the indexed folder ends the hold, and the strangers leave`() async throws {
    try await cache().reindex()
    try replaceFolder()
    for number in 0..<41 { try tree.write("A stranger, \(number).\n", to: "docs/new\(number).md") }
    #expect(try await cache().reindex().removed == 0)
    try tree.remove("docs")
    try FileManager.default.copyItem(atPath: tree.root + "/away", toPath: docs)
    let healed = try await cache().reindex()
    #expect(healed.removed == 41 && healed.held.isEmpty && healed.failures.isEmpty)
    #expect(try await isAllServed(cache()))
  }

  @Test func `one file counts for one moved document, however many have the same content`() async throws {
    for number in 0..<25 { try tree.write("To be written.\n", to: "docs/\(number).md") }
    try await cache().reindex()
    try replaceFolder()
    try tree.write("To be written.\n", to: "docs/copy.md")
    #expect(try await cache().reindex().removed == 0)
    #expect(try await cache().retrieve("note29", limit: 1, mode: .lexical).hits.map(\.document.path) == ["29.md"])
  }

  @Test func `erasing documents that are held back releases no others`() async throws {
    try await cache().reindex()
    try replaceFolder()
    try tree.write("A stranger.\n", to: "docs/new.md")
    try await cache().reindex()
    for number in 0..<15 { _ = try await cache().erase(DocumentID(path: "\(number).md")) }
    #expect(try await cache().reindex().removed == 0)
    #expect(try await isAllServed(cache(), 16))
  }

  @Test func `emptied documents stay held back, however few are left, until their content is back`() async throws {
    try await cache().reindex()
    for number in 0..<16 { try tree.write("", to: "docs/\(number).md") }
    #expect(try await cache().reindex().failures.count == 16)
    try writeDocuments(13)
    for _ in 0..<2 {
      #expect(try await cache().reindex().failures.count == 3)
      #expect(try await cache().retrieve("note15", limit: 1, mode: .lexical).hits.map(\.document.path) == ["15.md"])
    }
    try writeDocuments()
    #expect(try await cache().reindex().held.isEmpty)
  }

  @Test func `a folder with a reused inode is another folder`() async throws {
    try await cache().reindex()
    try FileManager.default.removeItem(atPath: docs)
    try FileManager.default.createDirectory(atPath: docs, withIntermediateDirectories: false)
    #expect(try await cache().reindex().removed == 0)
    #expect(try await isAllServed(cache()))
  }

  @Test func `documents that are held back are certified as unverified, counted, and found by an audit`() async throws {
    try await cache().reindex()
    try replaceFolder()
    for isReindexed in [false, true] {
      if isReindexed { try await cache().reindex() }
      let hit = try #require(try await cache().retrieve("note7", limit: 1, mode: .lexical).hits.first)
      guard case .unverified(let why) = hit.certificate.freshness else {
        Issue.record("\(hit.certificate.freshness)")
        continue
      }
      #expect(why.contains("the folder is not the one that was indexed"))
      let report = try await cache().audit()
      #expect(report.findings.count == 30)
      #expect(report.findings.allSatisfy { $0.rule == .unverified })
    }
    let completeness = try await cache().status().completeness
    #expect(completeness.failed == 30)
    #expect(!completeness.absenceIsReliable)
    #expect(completeness.reasons.contains { $0.description.contains("held back") })
  }

  @Test func `once the loss is accepted, the documents are removed and the new folder is the known one`() async throws {
    try await cache().reindex()
    try replaceFolder()
    try await cache().reindex()
    let summary = try await cache().reindex(acceptingDeletions: true)
    #expect(summary.removed == 30)
    #expect(summary.failures.isEmpty)
    try writeDocuments()
    #expect(try await cache().reindex().changed == 30)
    for number in 0..<30 { try tree.remove("docs/\(number).md") }
    #expect(try await cache().reindex().removed == 30)
  }

  @Test func `a source that accepts deletions holds nothing back`() async throws {
    try await cache(acceptsDeletions: true).reindex()
    try replaceFolder()
    #expect(try await cache(acceptsDeletions: true).reindex().removed == 30)
  }

  @Test func `a copy is the same corpus, and may lack some documents`() async throws {
    try await cache().reindex()
    try tree.move("docs", to: "away")
    try writeDocuments(25)
    let summary = try await cache().reindex()
    #expect(summary.removed == 5)
    #expect(summary.failures.isEmpty)
    for number in 0..<25 { try tree.remove("docs/\(number).md") }
    #expect(try await cache().reindex().removed == 25, "it is the folder that is known now")
  }

  @Test func `a copy with other file names is recognized by its content`() async throws {
    try await cache().reindex()
    try tree.move("docs", to: "away")
    try writeDocuments(in: "docs/moved")
    let summary = try await cache().reindex()
    #expect(summary.removed == 30)
    #expect(summary.failures.isEmpty)
    #expect(summary.passagesEmbedded == 0)
  }

  @Test func `a partial scan of another folder removes nothing`() async throws {
    try await cache().reindex()
    try tree.move("docs", to: "away")
    try writeDocuments(29)
    let part = try await cache().reindex(["29.md"])
    #expect(part.removed == 0)
    #expect(part.held["files"]?.remedies == [.reindex(all: false)])
    #expect(try await cache().reindex().removed == 1)
  }

  @Test func `a link to another release is followed, and a release that lacks most documents is held back`()
    async throws
  {
    try tree.move("docs", to: "releases/7")
    let link = tree.root + "/current"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "releases/7")
    let cache = try cache(root: link)
    try await cache.reindex()
    try writeDocuments(28, in: "releases/8")
    try tree.write("The lighthouse was painted, says note0.\n", to: "releases/8/0.md")
    try FileManager.default.removeItem(atPath: link)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "releases/8")
    let hits = try await cache.retrieve(
      "painted", limit: 1, mode: .lexical, consistency: .barrier(timeout: .seconds(60))
    ).hits
    #expect(hits.map(\.document.path) == ["0.md"])
    #expect(hits.first?.certificate.freshness == .fresh)
    #expect(try await isAllServed(cache, 28))

    try tree.write("Nothing but this.\n", to: "releases/9/only.md")
    try FileManager.default.removeItem(atPath: link)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "releases/9")
    let summary = try await cache.reindex()
    #expect(summary.removed == 0)
    #expect(summary.held["files"]?.description.contains("releases/8 and is") == true)
  }

  @Test(arguments: ["include", "ignore file"])
  func `rules that exclude most of a source are held back until they are accepted`(rule: String) async throws {
    try await cache().reindex()
    if rule == "ignore file" { try tree.write("*.md\n", to: "docs/.gitignore") }
    let narrowed = try cache(include: rule == "include" ? ["*.txt"] : [])
    let summary = try await narrowed.reindex()
    #expect(summary.removed == 0)
    #expect(
      summary.held["files"]?.description.contains("patterns or ignore rules now exclude 30 of 30 documents") == true)
    #expect(try await narrowed.reindex(acceptingDeletions: true).removed == 30)
  }

  static let hollows: [(String, [UInt8])] = [
    ("empty", []), ("zeros", [UInt8](repeating: 0, count: 60)),
    ("a pointer", Array("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n".utf8)),
  ]

  @Test(arguments: hollows)
  func `documents that lose their content at once keep their old text`(name: String, content: [UInt8]) async throws {
    try await cache().reindex()
    for number in 0..<20 { try tree.write(content, to: "docs/\(number).md") }
    try tree.write("The lighthouse was painted.\n", to: "docs/25.md")
    let summary = try await cache().reindex()
    #expect(summary.held["files"]?.description.contains("20 of 30 documents became empty, binary or pointers") == true)
    #expect(summary.changed == 1, "what has content is indexed")
    #expect(try await isAllServed(cache()))
    let hit = try #require(try await cache().retrieve("note7", limit: 1, mode: .lexical).hits.first)
    guard case .unverified = hit.certificate.freshness else {
      Issue.record("\(hit.certificate.freshness)")
      return
    }
    try writeDocuments()
    let healed = try await cache().reindex()
    #expect(healed.failures.isEmpty)
    #expect(healed.passagesEmbedded == 0)
  }

  @Test func `a few documents may lose their content`() async throws {
    try await cache().reindex()
    for number in 0..<15 { try tree.write([], to: "docs/\(number).md") }
    let summary = try await cache().reindex()
    #expect(summary.failures.isEmpty)
    #expect(summary.changed == 15)
  }

  @Test func `a read of a missing folder is an error, and doesn't make the folder`() async throws {
    try await cache().reindex()
    try tree.move("docs", to: "away")
    let cache = try cache()
    for consistency in [Consistency.barrier(timeout: .seconds(30)), .strict(timeout: .seconds(30))] {
      await #expect(throws: FreshetError.self) {
        try await cache.retrieve("note7", mode: .lexical, consistency: consistency)
      }
    }
    #expect(!FileManager.default.fileExists(atPath: docs))
    #expect(try await isAllServed(cache))
  }

  @Test func `a read makes no folder in a source`() async throws {
    let cache = try cache()
    try await cache.reindex()
    _ = try await cache.retrieve("note7", mode: .lexical, consistency: .barrier(timeout: .seconds(60)))
    #expect(!FileManager.default.fileExists(atPath: docs + "/.freshet"))
  }
}
