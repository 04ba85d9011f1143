import FreshetCorpus
import Foundation
import Freshet
import FreshetSeededNumbers

/// Two folders of documents and pushed documents, which change at random, and what a test knows of them.
struct FilterWorld {
  let tree: DocumentTree
  let cache: RetrievalCache
  private(set) var documents: [DocumentID: SampledDocument] = [:]
  private static let folders = ["files": "a", "handbook": "b"]

  init() throws {
    tree = try DocumentTree()
    let root = tree.root
    for folder in Self.folders.values { try tree.write("", to: "\(folder)/.keep") }
    cache = try RetrievalCache.open(
      at: .beside(root), embedder: .hashing(),
      sources: Self.folders.map { SourceConfiguration(name: $0.key, root: "\(root)/\($0.value)") },
      options: CacheOptions(clock: tree.later))
  }

  /// Writes, moves and removes files, pushes and removes documents; then indexes the files.
  mutating func change(_ count: Int, _ random: inout SplitMix64) async throws {
    for _ in 0..<count {
      let name = random.pick(["ops/", "docs/", ""]) + "d\(Int.random(in: 0..<8, using: &random)).md"
      let id = DocumentID(source: random.pick(["files", "handbook", "pushed"]), path: name)
      let isPushed = id.source == DocumentID.pushed
      if documents[id] != nil, random.chance(25) {
        if isPushed { try await cache.remove(name) } else { try tree.remove(path(of: id)) }
        documents[id] = nil
      } else if documents[id] != nil, !isPushed, random.chance(25) {
        try move(id, &random)
      } else {
        let document = SampledDocument.random(id, isPushed: isPushed, &random)
        if isPushed { try await push(document, &random) } else { try write(document, &random) }
        documents[id] = document
      }
    }
    try await cache.reindex(acceptingDeletions: true)
  }

  private func path(of id: DocumentID) -> String { "\(Self.folders[id.source] ?? "")/\(id.path)" }

  private func write(_ document: SampledDocument, _ random: inout SplitMix64) throws {
    try tree.write(document.markdown(&random), to: path(of: document.id))
    try FileManager.default.setAttributes(
      [.modificationDate: SampledDocument.moment(ofDay: document.day ?? 1)],
      ofItemAtPath: tree.root + "/" + path(of: document.id))
  }

  /// The fields are pushed; each tag is pushed, or in the text's front matter, or in both.
  private func push(_ document: SampledDocument, _ random: inout SplitMix64) async throws {
    let written = document.tags.filter { _ in random.chance(50) }
    var change = AttributeChange(adding: document.tags.filter { !written.contains($0) || random.chance(50) })
    change.removedTags = Set(SampledDocument.tagNames).subtracting(change.addedTags)
    for name in ["status", "priority", "due"] { change.fields[name] = .some(document.fields[name]) }
    var text = SampledDocument(id: document.id)
    text.tags = written
    let name = document.id.path
    try await cache.put(
      text.markdown(&random), as: name, attributes: change,
      context: try await cache.get(name)?.context ?? CausalContext())
  }

  private mutating func move(_ id: DocumentID, _ random: inout SplitMix64) throws {
    let target = DocumentID(source: id.source, path: "ops/moved\(Int.random(in: 0..<100, using: &random)).md")
    if documents[target] != nil { return }
    try tree.move(path(of: id), to: path(of: target))
    documents[target] = documents[id]
    documents[target]?.id = target
    documents[id] = nil
  }

  func admitted(by filter: SampledFilter) -> [DocumentID] {
    documents.values.filter(filter.admits).map(\.id).sorted()
  }
}
