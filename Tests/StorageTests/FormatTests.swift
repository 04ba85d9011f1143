import FreshetCorpus
import Foundation
import FreshetTestSupport
import GRDB
import FreshetStorage
import Testing

/// Stored databases of every released format open, and keep what was paid for.
struct FormatTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/.freshet"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let stored = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Stored/format-1.sqlite")
    try FileManager.default.copyItem(at: stored, to: URL(fileURLWithPath: path + "/store.sqlite"))
  }

  @Test func `a store of format 1 is brought up to date by a writer, with every passage and vector`() throws {
    let store = try Store(at: path, for: .writing)
    try store.read { reader in
      #expect(try reader.documentIDs().map(\.path) == ["pumps.md", "tides.md"])
      let counts = try reader.contentCounts()
      #expect([counts.placements, counts.servedPassages, counts.passages, counts.vectors] as [Int] == [3, 3, 5, 5])
      #expect(try reader.skips().map(\.key.path) == ["blob.bin"])
      #expect(try reader.token().sequence == 5)
      #expect(try reader.historyBegin() == 5)
      #expect(try reader.moment() == Moment(sequence: 5, observation: 0, takenAt: nil))
      #expect(try reader.lexicalMatches("three pumps", limit: 5).count >= 1)
      let space = try #require(try reader.activeSpace())
      #expect(try reader.awaitedAddresses(in: space.id) == [])
    }
    let early = Moment(sequence: 3, observation: 0, takenAt: nil)
    let outcome = try store.write {
      try $0.retire(DocumentID(path: "pumps.md"), over: early, at: Timestamp(nanoseconds: 1))
    }
    #expect(outcome == .overtaken, "its last change was the fourth or later")
  }

  @Test func `a reader leaves a store of format 1 as it is, and says what to do`() throws {
    let file = URL(fileURLWithPath: path + "/store.sqlite")
    let before = try Data(contentsOf: file)
    #expect(throws: StorageError.formatTooOld(path: path, format: 1, supported: 8)) {
      try Store(at: path, for: .reading)
    }
    #expect(try Data(contentsOf: file) == before)
  }

  @Test func `a store that was brought up to date has the tables of a new one`() throws {
    let new = folder.path + "/new"
    _ = try Store(at: path, for: .writing)
    _ = try Store(at: new, for: .writing)
    #expect(try Self.schema(path) == Self.schema(new))
  }

  private func execute(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path + "/store.sqlite")
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  @Test func `an entry judged by its first bytes counts as hidden text until all of its bytes are judged`() throws {
    try execute(
      "INSERT INTO skipped (source, path, reason) VALUES ('files', 'big', 'tooLarge'), ('files', 'l', 'undecodable')")
    let entries = try Store(at: path, for: .writing).read { try $0.skips() }
    let unknown = SkipRecord(reason: .undecodable, text: nil, stamped: nil)
    #expect(
      entries == [
        DocumentID(path: "blob.bin"): unknown, DocumentID(path: "l"): unknown,
        DocumentID(path: "big"): SkipRecord(reason: .tooLarge, text: nil, stamped: nil),
      ])
  }

  @Test func `words that were stored with invisible signs are found`() throws {
    try execute("INSERT INTO chunks (id, address, text) VALUES (99, zeroblob(32), 'Gesamt\u{AD}konzeption')")
    try execute(
      """
      INSERT INTO placements (document, ordinal, start, "end", first_line, last_line, headings, chunk)
      SELECT id, 99, 0, 9, 1, 1, '[]', 99 FROM documents WHERE path = 'pumps.md'
      """)
    let store = try Store(at: path, for: .writing)
    #expect(try store.read { try $0.lexicalMatches("Gesamtkonzeption", limit: 5).map(\.0.fingerprint) } == [.zero])
  }

  @Test func `documents with a text that a column couldn't hold are marked to be read again`() throws {
    try execute("UPDATE chunks SET text = substr(text, 1, 5) WHERE id = (SELECT min(chunk) FROM placements)")
    let store = try Store(at: path, for: .writing)
    let damaged = try DatabaseQueue(path: path + "/store.sqlite").read {
      try Set(
        String.fetchAll(
          $0,
          sql:
            "SELECT path FROM documents d JOIN placements p ON p.document = d.id WHERE length(p.headings) > 0 AND p.chunk = (SELECT min(chunk) FROM placements)"
        ))
    }
    #expect(try Set(store.read { try $0.marked().map(\.id.path) }) == damaged)
    #expect(damaged.count == 1)
  }

  /// As the older binaries had them: documents that are served, passages and vectors that are kept, the number of the newest
  /// change, and the change from which on history is whole.
  private static let stored: [Int: [Int64]] = [
    2: [2, 5, 5, 9, 9], 3: [2, 5, 5, 9, 0], 4: [2, 5, 5, 9, 0], 5: [2, 6, 6, 9, 0], 6: [2, 6, 6, 9, 0],
    7: [2, 6, 6, 9, 0],
  ]

  @Test(arguments: [2, 3, 4, 5, 6, 7])
  func `a store of each later format keeps documents, passages, vectors, its log and its tables`(format: Int) throws {
    let place = folder.path + "/format-\(format)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
      path: "Stored/format-\(format).sqlite")
    try FileManager.default.copyItem(at: file, to: URL(fileURLWithPath: place + "/store.sqlite"))
    #expect(throws: StorageError.formatTooOld(path: place, format: format, supported: 8)) {
      try Store(at: place, for: .reading)
    }
    let store = try Store(at: place, for: .writing)
    try store.read { reader in
      #expect(try reader.documentIDs().map(\.path) == ["pumps.md", "tides.md"])
      let counts = try reader.contentCounts()
      let figures = [
        Int64(counts.documents), Int64(counts.passages), Int64(counts.vectors), try reader.token().sequence,
        try reader.historyBegin(),
      ]
      #expect(figures == Self.stored[format])
      #expect(try reader.skips().map(\.key.path) == ["blob.bin"])
      #expect(try reader.lexicalMatches("four pumps", limit: 5).count >= 1)
      #expect(try reader.watchers() == [])
    }
    let new = folder.path + "/new-\(format)"
    _ = try Store(at: new, for: .writing)
    #expect(try Self.schema(place) == Self.schema(new))
    try store.write { try StoredDocuments.install("later.md", ["later"], $0) }
    #expect(try Store(at: place, for: .reading).read { try $0.documentIDs() }.count == 3)
  }

  private static func schema(_ folder: String) throws -> [String] {
    try DatabaseQueue(path: folder + "/store.sqlite").read {
      try String.fetchAll($0, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
    }
  }
}
