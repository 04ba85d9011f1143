import FreshetCorpus
import Foundation
import Freshet
import Testing

/// The realistic changes of `SampleCorpus/edits`, replayed one after another.
struct SampleEditsTests {
  @Test func `after each edit the index equals one from scratch, at the smallest possible number of embeddings`()
    async throws
  {
    let sample = try SampleCorpus()
    let tree = try DocumentTree()
    try sample.copyDocuments(to: tree)
    let embedder = ObservedEmbedder()
    let cache = try tree.cache(embedder)
    try await cache.reindex()
    var everSeen = Set(try await cache.served().map(\.text))
    for step in try sample.steps() {
      embedder.forget()
      try sample.apply(step, to: tree)
      let summary = try await cache.reindex()
      let served = try await cache.served()
      #expect(try await served == tree.scratchServed(), "\(step)")
      let new = Set(served.map(\.text)).subtracting(everSeen)
      #expect(Set(embedder.embedded) == new && embedder.embedded.count == new.count, "\(step)")
      #expect(summary.passagesEmbedded == new.count, "\(step)")
      everSeen.formUnion(new)
    }
  }
}

/// The folder beside the sources.
struct SampleCorpus {
  private let path: String

  init(file: String = #filePath) throws {
    path =
      URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path + "/SampleCorpus"
    try #require(FileManager.default.fileExists(atPath: path))
  }

  func copyDocuments(to tree: DocumentTree) throws {
    try copyTree(path, to: tree)
  }

  func steps() throws -> [String] {
    let steps = try FileManager.default.contentsOfDirectory(atPath: path + "/edits").sorted()
    try #require(steps.count >= 10)
    return steps
  }

  /// Moves first, then removals, then whole files.
  func apply(_ step: String, to tree: DocumentTree) throws {
    let folder = path + "/edits/" + step
    for line in try lines(of: folder + "/moves.tsv") {
      let names = line.split(separator: "\t").map(String.init)
      try tree.move(names[0], to: names[1])
    }
    for line in try lines(of: folder + "/removed.txt") { try tree.remove(line) }
    if FileManager.default.fileExists(atPath: folder + "/files") { try copyTree(folder + "/files", to: tree) }
  }

  private func lines(of file: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: file) else { return [] }
    return try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private func copyTree(_ source: String, to tree: DocumentTree) throws {
    for name in try FileManager.default.subpathsOfDirectory(atPath: source).sorted() {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: source + "/" + name, isDirectory: &isFolder), !isFolder.boolValue
      else { continue }
      try tree.write(Array(Data(contentsOf: URL(fileURLWithPath: source + "/" + name))), to: name)
    }
  }
}
