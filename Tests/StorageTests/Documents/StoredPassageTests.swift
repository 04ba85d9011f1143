import FreshetCorpus
import Foundation
import FreshetTestSupport
import GRDB
import FreshetSeededNumbers
import FreshetStorage
import Testing

/// What an audit of all bytes asks of a store.
struct StoredPassageTests {
  private let folder: TemporaryFolder
  private let store: Store
  private let id = DocumentID(path: "a.md")
  private static let passages = (0..<9).map { "passage \($0)" }
  /// As `StoredDocuments` places them: nine bytes each, and a line end.
  private static let source = Array(passages.joined(separator: "\n").utf8)

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
    try store.write { try StoredDocuments.install("a.md", Self.passages, $0) }
  }

  private func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
    let queue = try DatabaseQueue(path: folder.path + "/.freshet/store.sqlite")
    try queue.write { try $0.execute(sql: sql, arguments: arguments) }
    try queue.close()
  }

  private func stored(in source: [UInt8]? = source) throws -> [StoredPassage] {
    try store.read { try $0.storedPassages(of: id, in: source) }
  }

  @Test func `of a sound document everything is sound, in its order`() throws {
    let passages = try stored()
    #expect(passages.map(\.ordinal) == Array(0..<9))
    #expect(passages.allSatisfy { $0.isTextSound && $0.vector == .sound && $0.isInSource == true })
    #expect(try stored(in: nil).allSatisfy { $0.isInSource == nil })
  }

  @Test(arguments: 0..<9)
  func `one damaged vector is found, wherever it lies among the others`(index: Int) throws {
    let address = StoredDocuments.address(Self.passages[index]).fingerprint
    for (column, value) in [("components", "x'0000803f00000001'"), ("checksum", "checksum + 1")] {
      try execute("UPDATE vectors SET \(column) = \(value) WHERE address = ?", [Data(address.bytes)])
      let found = try stored().filter { $0.vector != .sound }.map { ($0.ordinal, $0.vector) }
      #expect(found.map(\.0) == [index] && found.map(\.1) == [.damaged], "\(column)")
    }
  }

  @Test func `a vector of another length, or none, is told from the rest`() throws {
    let addresses = Self.passages.map { Data(StoredDocuments.address($0).fingerprint.bytes) }
    try execute("UPDATE vectors SET components = x'0000803f' WHERE address = ?", [addresses[2]])
    try execute("DELETE FROM vectors WHERE address = ?", [addresses[5]])
    let conditions = try stored().map(\.vector)
    #expect(conditions[2] == .damaged && conditions[5] == .missing)
    #expect(conditions.filter { $0 == .sound }.count == 7)
  }

  @Test func `a vector whose checksum is right and whose norm isn't 1 is damaged`() throws {
    let components = Data([0, 0, 0, 0x40, 0, 0, 0, 0])  // 2, 0
    var hash = StableHash()
    for byte in components { hash.combine(byte) }
    try execute(
      "UPDATE vectors SET components = ?, checksum = ? WHERE address = ?",
      [
        components, Int64(bitPattern: hash.state), Data(StoredDocuments.address(Self.passages[0]).fingerprint.bytes),
      ])
    #expect(try stored().map(\.vector).prefix(2) == [.damaged, .sound])
  }

  @Test func `a damaged text is reported, and the source is held against what it was`() throws {
    try execute("UPDATE chunks SET text = 'forged' WHERE text = 'passage 3'")
    let passages = try stored()
    #expect(passages.filter { !$0.isTextSound }.map(\.ordinal) == [3])
    #expect(passages.allSatisfy { $0.isInSource == true })
  }

  @Test func `bytes that aren't the passage, or end before it, are reported`() throws {
    var other = Self.source
    other[15] = UInt8(ascii: "X")
    #expect(try stored(in: other).filter { $0.isInSource == false }.map(\.ordinal) == [1])
    #expect(try stored(in: Array(Self.source.prefix(70))).filter { $0.isInSource == false }.map(\.ordinal) == [7, 8])
  }
}
