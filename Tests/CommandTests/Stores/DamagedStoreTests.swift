import Foundation
import Testing

/// A store that can't be used as it is: exit 6, a message that says what to do, and not a byte of it changed.
@Suite struct DamagedStoreTests {
  enum Fault: String, CaseIterable, CustomTestStringConvertible {
    case text, otherApplication, ownTables, newerFormat, truncated, damagedPage

    var testDescription: String { rawValue }

    /// What the message says beside the store's name.
    var expectation: String {
      switch self {
      case .text, .otherApplication, .ownTables: "is not a freshet store"
      case .newerFormat: "has format 99, but this version of freshet reads only formats up to 8: upgrade freshet"
      case .truncated, .damagedPage: "is damaged"
      }
    }

    /// What must not change: every byte. A damaged page is met only after the writer's lease was taken, and that is a commit;
    /// there, every row that can still be read.
    func content(of store: String) throws -> Data {
      if self != .damagedPage { return try Data(contentsOf: URL(fileURLWithPath: store + "/store.sqlite")) }
      let tables = ["chunks", "vectors", "placements", "changes", "journal", "sources"]
      let rows = try tables.map { try StoreDatabase(in: store).run("SELECT * FROM \($0)").description }
      return Data(rows.joined().utf8)
    }

    func inflict(on store: String) throws {
      let file = URL(fileURLWithPath: store + "/store.sqlite")
      let database = StoreDatabase(in: store)
      // Closes the log, so that the file alone is the store.
      try database.run("PRAGMA wal_checkpoint(TRUNCATE)")
      switch self {
      case .text: try Data("A shopping list that somebody named store.sqlite by mistake.\n".utf8).write(to: file)
      case .otherApplication: try database.run("PRAGMA application_id = 1196444487")
      case .ownTables:
        try FileManager.default.removeItem(at: file)
        try database.run("CREATE TABLE customers (name TEXT)")
      case .newerFormat: try database.run("PRAGMA user_version = 99")
      case .truncated: try FileHandle(forWritingTo: file).truncate(atOffset: 8 * 4096)
      case .damagedPage:
        let page = try database.run("SELECT rootpage FROM sqlite_schema WHERE name = 'documents'")[0][0].number
        let handle = try FileHandle(forWritingTo: file)
        try handle.seek(toOffset: (UInt64(page) - 1) * 4096)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: 4096))
      }
    }
  }

  static let commands = [
    ["reindex"], ["reindex", "--all"], ["reindex", "--embedder", "hashing"], ["query", "alpha"],
    ["query", "alpha", "--consistency", "strict"],
    ["audit", "--verify"], ["status"], ["dump"],
  ]

  @Test(arguments: Fault.allCases)
  func `every command names the fault and leaves the store as it was`(fault: Fault) throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n", "b.md": "Beta stands here.\n"])
    try tree.reindex()
    try fault.inflict(on: tree.store)
    let before = try fault.content(of: tree.store)
    try tree.write("Alpha stood here.\n", to: "a.md")
    for command in Self.commands {
      let outcome = try tree.freshet(command)
      #expect(outcome.status == 6, "\(command)")
      #expect(outcome.output.isEmpty, "\(command)")
      #expect(outcome.errors.contains("\(tree.store) \(fault.expectation)"), "\(command): \(outcome.errors)")
      #expect(try fault.content(of: tree.store) == before, "\(command)")
    }
  }

  @Test func `a damaged store that is moved away is made anew`() throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    try tree.reindex()
    try Fault.truncated.inflict(on: tree.store)
    let elsewhere = try CommandTree()
    try FileManager.default.moveItem(atPath: tree.store, toPath: elsewhere.at("damaged"))
    #expect(try tree.reindex()["chunks"]["embedded"] == 1)
    #expect(try tree.freshet("audit", "--verify").status == 0)
  }

  @Test(arguments: [false, true])
  func `an empty folder or file where the store belongs becomes one`(hasFile: Bool) throws {
    let tree = try CommandTree(["a.md": "Alpha stands here.\n"])
    try FileManager.default.createDirectory(atPath: tree.store, withIntermediateDirectories: false)
    if hasFile { try tree.write("", to: ".freshet/store.sqlite") }
    let outcome = try tree.freshet("reindex", "--embedder", "hashing")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try tree.freshet("audit").status == 0)
  }
}
