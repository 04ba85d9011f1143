import Foundation
import Glibc
import Testing

/// A reindexing that is ended in the middle, and the run after it.
@Suite struct InterruptionTests {
  enum Moment: String, CaseIterable, CustomTestStringConvertible {
    case folderMade, lockTaken, firstBatchCommitted, thirdBatchCommitted

    var testDescription: String { rawValue }
  }

  /// Five batches' worth: long enough to be ended in between.
  private func manyDocuments() throws -> CommandTree {
    let tree = try CommandTree()
    for document in 0..<42 {
      let sections = (0..<30).map { section in
        let words = (0..<60).map { "w\((document * 7919 + section * 104_729 + $0 * 31) % 65_537)" }
        return "# Section \(section)\n\n" + words.joined(separator: " ") + ".\n"
      }
      try tree.write(sections.joined(separator: "\n"), to: "d\(document % 5)/\(document).md")
    }
    return tree
  }

  private func start(in tree: CommandTree) throws -> FreshetProcess {
    try FreshetProcess(["reindex", "--embedder", "hashing"], in: tree.path, errors: .terminal)
  }

  /// The number of passages that the process last said were embedded: it says so after each commit.
  private func reports(in errors: String) -> [Int] {
    errors.matches(of: /(\d+) passages? embedded/).compactMap { Int($0.1) }
  }

  /// Of the commits that had vectors: under write-behind all texts come before.
  private func embeddingReports(in errors: String) -> [Int] { reports(in: errors).filter { $0 > 0 } }

  @Test(arguments: Moment.allCases)
  func `after kill -9 the next run completes the work and embeds no committed passage again`(moment: Moment) throws {
    let tree = try manyDocuments()
    let folder = try FolderWatch(tree.path)
    let process = try start(in: tree)
    switch moment {
    case .folderMade: try folder.wait(for: ".freshet")
    case .lockTaken:
      try folder.wait(for: ".freshet")
      try FolderWatch(tree.store).wait(for: "writer.lock")
    case .firstBatchCommitted: try process.readErrors { embeddingReports(in: $0).count >= 1 }
    case .thirdBatchCommitted: try process.readErrors { embeddingReports(in: $0).count >= 3 }
    }
    process.send(SIGKILL)
    let killed = try process.finish()
    try #require(killed.status == -SIGKILL, "it ended before it was killed")

    let committed = try StoreDatabase.committedVectors(in: tree.store)
    #expect(committed.count >= reports(in: killed.errors).last ?? 0)
    let report = try tree.reindex()
    let dump = try tree.dump()
    let distinct = Set(dump.map { $0["address"].text })
    #expect(report["chunks"]["embedded"].number == Double(distinct.subtracting(committed).count))
    #expect(committed.isSubset(of: distinct))
    #expect(try dump == tree.dumpFromScratch())
    #expect(try tree.freshet("audit", "--verify").status == 0)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a polite end keeps what was committed, exits with 130 and says how to go on`(signal: Int32) throws {
    let tree = try manyDocuments()
    let process = try start(in: tree)
    try process.readErrors { embeddingReports(in: $0).count >= 1 }
    process.send(signal)
    let outcome = try process.finish()
    #expect(outcome.status == 130)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.errors.contains("freshet: interrupted: committed work is kept; run the command again to go on"))

    let committed = try StoreDatabase.committedVectors(in: tree.store)
    #expect(!committed.isEmpty)
    let status = try tree.json("status")
    #expect(status["completeness"]["pending"].number > 0)
    #expect(status["completeness"]["awaitingVectors"].number > 0)
    let answer = try tree.json("query", "w1")
    #expect(answer["completeness"]["absenceIsReliable"] == false)

    let report = try tree.reindex()
    let distinct = Set(try tree.dump().map { $0["address"].text })
    #expect(report["chunks"]["embedded"].number == Double(distinct.subtracting(committed).count))
    #expect(try tree.dump() == tree.dumpFromScratch())
  }

  @Test func `two runs at once share the work, and nothing is embedded twice`() throws {
    let tree = try manyDocuments()
    let process = try start(in: tree)
    try process.readErrors { embeddingReports(in: $0).count >= 1 }
    let report = try tree.reindex()
    let first = try process.finish()
    #expect(first.status == 0)
    let embedded = try #require(first.output.firstMatch(of: /(\d+) embedded/).flatMap { Double($0.1) })
    let distinct = Set(try tree.dump().map { $0["address"].text })
    #expect(embedded + report["chunks"]["embedded"].number == Double(distinct.count))
    #expect(try tree.json("status")["completeness"]["pending"] == 0)
  }
}

/// Waits for names to appear in a folder, by inotify.
struct FolderWatch {
  private let events: FileHandle
  private let folder: String

  init(_ folder: String) throws {
    let number = inotify_init1(Int32(IN_CLOEXEC))
    try #require(number >= 0 && inotify_add_watch(number, folder, UInt32(IN_CREATE)) >= 0)
    events = FileHandle(fileDescriptor: number, closeOnDealloc: true)
    self.folder = folder
  }

  /// Returns at once for a name that is there already.
  func wait(for name: String) throws {
    while !FileManager.default.fileExists(atPath: folder + "/" + name) {
      var buffer = [UInt8](repeating: 0, count: 4096)
      try #require(read(events.fileDescriptor, &buffer, buffer.count) > 0)
    }
  }
}
