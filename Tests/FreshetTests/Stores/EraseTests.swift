import FreshetCorpus
import Foundation
import Freshet
import FreshetTestSupport
import Testing

struct EraseTests {
  private let tree: DocumentTree
  private let cache: RetrievalCache
  private let secret = "The zeppelin waits behind the lighthouse until the quartermaster whistles."
  private let older = "The zeppelin once waited in the boathouse, and the harbour master knew of it."
  private let shared = "Tide tables hang in the gatehouse."

  init() throws {
    tree = try DocumentTree()
    cache = try tree.cache()
  }

  /// Files of the store in which the text lies as it is, or a word of it in small letters.
  private func files(with text: String) throws -> [String] {
    let folder = tree.root + "/.freshet"
    return try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
      let bytes = FileManager.default.contents(atPath: folder + "/" + $0) ?? Data()
      return bytes.range(of: Data(text.utf8)) != nil
    }
  }

  private func expectNoTrace() throws {
    for text in [secret, older, "zeppelin", "quartermast", "Lighthouse affair", "agent seventeen"] {
      #expect(try files(with: text) == [], "\(text)")
    }
  }

  @Test func `of a pushed document no byte is left, neither text nor history, title, field or tag`() async throws {
    try await cache.put("# Tides\n\n\(shared)\n", as: "other")
    let first = try await cache.put(
      "# Lighthouse affair\n\n\(older)\n", as: "note",
      attributes: AttributeChange(fields: ["author": "agent seventeen"], adding: ["agent seventeen's"]),
      context: CausalContext())
    try await cache.put(
      "# Lighthouse affair\n\n\(secret)\n\n# Tides\n\n\(shared)\n", as: "note", context: first.context)
    #expect(try files(with: secret) != [] && files(with: older) != [] && files(with: "zeppelin") != [])
    let others = try await cache.served().filter { $0.document.path == "other" }
    let receipt = try #require(try await cache.erase(DocumentID(source: "pushed", path: "note"), verifying: true))
    #expect(receipt.search?.found == 0 && (receipt.search?.windows ?? 0) > 20)
    #expect(receipt.versions == 2 && receipt.blobs == 2 && receipt.isRemoval)
    try expectNoTrace()
    #expect(try await cache.served() == others)
    #expect(try await cache.retrieve("tide tables", mode: .lexical).hits.map(\.document.path) == ["other"])
    #expect(try await cache.retrieve("zeppelin").hits.allSatisfy { $0.document.path == "other" })
    #expect(try await cache.get("note") == nil)
    #expect(try await cache.status().token == receipt.token)
  }

  @Test func `headings that another document shares are no trace, whatever signs are in them`() async throws {
    let heading = "# T\n\n## Say **\"hello to the whole wide world\"** to everyone"
    for name in ["note", "other"] { try await cache.put("\(heading)\n\nThe text of \(name).\n", as: name) }
    let receipt = try #require(try await cache.erase(DocumentID(source: "pushed", path: "note"), verifying: true))
    #expect(receipt.search?.found == 0)
  }

  @Test func `of a watched document no byte is left once its file is gone; before that it is refused`() async throws {
    try tree.write("# Lighthouse affair\n\n\(older)\n", to: "note.md")
    try await cache.reindex()
    try tree.write("# Lighthouse affair\n\n\(secret)\n", to: "note.md")
    try await cache.reindex()
    let id = DocumentID(path: "note.md")
    await #expect(throws: FreshetError.sourceStillThere(id, file: tree.root + "/note.md")) { try await cache.erase(id) }
    #expect(try files(with: secret) != [])
    try tree.remove("note.md")
    let receipt = try #require(try await cache.erase(id, verifying: true))
    #expect(receipt.search?.found == 0 && receipt.versions == 2)
    try expectNoTrace()
    try await cache.reindex()
    #expect(try await cache.served() == [])
  }

  @Test func `a document that was removed before is erased with its history`() async throws {
    try await cache.put(secret, as: "note")
    try await cache.remove("note")
    let receipt = try #require(try await cache.erase(DocumentID(source: "pushed", path: "note"), verifying: true))
    #expect(!receipt.isRemoval && receipt.versions == 1 && receipt.search?.found == 0)
    try expectNoTrace()
  }

  @Test func `a copy of the text in the store's folder is found`() async throws {
    try await cache.put(secret, as: "note")
    try tree.write("copy: " + secret, to: ".freshet/copy.txt")
    let receipt = try #require(try await cache.erase(DocumentID(source: "pushed", path: "note"), verifying: true))
    #expect(receipt.search?.traces.first?.file == "copy.txt")
    #expect((receipt.search?.found ?? 0) > 0)
  }

  @Test func `erasing again scrubs again, and says that nothing is left to search for`() async throws {
    try await cache.put(secret, as: "note")
    let id = DocumentID(source: "pushed", path: "note")
    let first = try #require(try await cache.erase(id))
    let second = try #require(try await cache.erase(id, verifying: true))
    #expect(second.token == first.token && second.search?.windows == 0)
    #expect(try await cache.erase(DocumentID(source: "pushed", path: "never")) == nil)
  }

  @Test func `what the name writes again afterwards is served`() async throws {
    try await cache.put(secret, as: "note")
    _ = try await cache.erase(DocumentID(source: "pushed", path: "note"))
    try await cache.put("Nothing to see here.", as: "note")
    #expect(try await cache.served().map(\.text) == ["Nothing to see here."])
  }
}

struct EraseFromIndexTests {
  @Test func `a saved index goes with the document, and the others are found as before`() async throws {
    let world = try await SavedIndexWorld()
    let cache = try world.cache(.exact)
    _ = try await world.answers(cache)
    #expect(try world.namesOfIndexes == ["index"])
    try world.tree.remove("d3.md")
    let receipt = try #require(try await cache.erase(DocumentID(path: "d3.md"), verifying: true))
    #expect(receipt.search?.found == 0 && receipt.passages == 100 && receipt.vectors == 100)
    #expect((receipt.search?.windows ?? 0) > 1_000)
    #expect(try world.namesOfIndexes == [])
    let after = try await world.answers(cache)
    #expect(after.addresses.count == 4_900)
    #expect(try await world.answers(world.cache(.exact)) == after)
  }

  /// A running cache maintains and saves the index in its own task. An erasure must wait for that.
  @Test func `an index that is being saved during a watch doesn't outlive an erasure`() async throws {
    let world = try await SavedIndexWorld()
    for round in 0..<6 {
      let (cache, name) = (try world.cache(.lsh), "note \(round)")
      try await cache.put("A secret of round \(round).", as: name)
      let secret = try #require(try await cache.served().first { $0.document.path == name }?.address)
      if try world.fileNumber != nil { try world.removeFile() }
      let watching = Task { try await cache.watch() }
      try await eventually("a watch") { try await cache.status().completeness.watch["files"] == .watching }
      // Maintenance begins with this question: it builds the index and saves it.
      _ = try await cache.retrieve("secret", mode: .vector)
      _ = try #require(try await cache.erase(DocumentID(source: "pushed", path: name)))
      watching.cancel()
      _ = await watching.result
      let left = FileManager.default.contents(atPath: world.file)
      #expect(left?.range(of: Data(secret.fingerprint.bytes)) == nil, "round \(round)")
    }
  }
}
