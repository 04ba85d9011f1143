import FreshetCorpus
import Foundation
import FreshetTestSupport
import GRDB
import FreshetStorage
import Testing

struct ChangeLogTests {
  private let folder: TemporaryFolder
  private let store: Store

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(at: folder.path + "/.freshet", for: .writing)
  }

  @Test func `changes come in the order of their commits`() throws {
    try store.write { try StoredDocuments.install("a", ["one"], $0) }
    try store.write { try StoredDocuments.install("b", ["two"], $0) }
    try store.write {
      try $0.retire(DocumentID(path: "a"), over: try $0.reader.moment(), at: Timestamp(nanoseconds: 2))
    }
    #expect(
      try store.read { try $0.changes(after: 1) } == [
        Change(sequence: 2, kind: .install, document: DocumentID(path: "b")),
        Change(sequence: 3, kind: .retire, document: DocumentID(path: "a")),
      ])
  }

  @Test func `retiring what isn't served changes nothing`() throws {
    try store.write {
      try $0.retire(DocumentID(path: "a"), over: try $0.reader.moment(), at: Timestamp(nanoseconds: 2))
    }
    #expect(try store.read { try $0.token().sequence } == 0)
  }

  @Test func `the chained history can be computed again from the rows alone`() throws {
    try store.write { writer in
      for path in ["a", "b", "ü"] { try StoredDocuments.install(path, [path + " text"], writer) }
    }
    let queue = try DatabaseQueue(path: folder.path + "/.freshet/store.sqlite")
    let rows = try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM changes ORDER BY lsn") }
    var history = String(repeating: "0", count: 64)
    for row in rows {
      let revision = (row["revision"] as Data).map { String(format: "%02x", $0) }.joined()
      let fields = [
        history, "\(row["lsn"] as Int64)", row["kind"], row["source"], row["path"], revision, row["version"],
      ]
      let input = fields.map { (field: String) in "\(field.utf8.count):\(field)" }.joined()
      history = Fingerprint(hashing: input).hex
      #expect((row["history"] as Data).map { String(format: "%02x", $0) }.joined() == history)
    }
    #expect(try store.read { try $0.token().history } == String(history.prefix(16)))
  }

  @Test func `a token of another store, of the future, or of a rolled-back history is refused`() throws {
    let copy = folder.path + "/copy"
    try store.write { try StoredDocuments.install("a", ["one"], $0) }
    try store.checkpoint()
    try FileManager.default.copyItem(atPath: store.path, toPath: copy)
    try store.write { try StoredDocuments.install("b", ["two"], $0) }
    let lost = try store.read { try $0.token() }

    let restored = try Store(at: copy, for: .writing)
    #expect(try restored.read { try $0.hasHistory(lost) } == false, "not there yet")
    try restored.write { try StoredDocuments.install("c", ["three"], $0) }
    #expect(try restored.read { try $0.hasHistory(lost) } == false, "the same number, another history")
    #expect(try store.read { try $0.hasHistory(lost) })
    let stranger = SessionToken(store: "somebody", sequence: 1, history: lost.history)
    #expect(try store.read { try $0.hasHistory(stranger) } == false)
  }
}
