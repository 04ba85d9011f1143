import Foundation
import Testing

/// A store's database, looked into and tampered with by another SQLite than the one under test: Python's.
struct StoreDatabase {
  let file: String

  init(in store: String) {
    file = store + "/store.sqlite"
  }

  /// Commits what `sql` changes; its rows, blobs as hex.
  @discardableResult
  func run(_ sql: String) throws -> [JSON] {
    let output = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.program, file, sql]
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "python3 could not run \(sql)")
    return try JSON(parsing: String(decoding: text, as: UTF8.self)).elements
  }

  private static let program = """
    import json, sqlite3, sys
    database = sqlite3.connect(sys.argv[1])
    rows = [[cell.hex() if isinstance(cell, bytes) else cell for cell in row] for row in database.execute(sys.argv[2])]
    database.commit()
    print(json.dumps(rows))
    """

  /// The addresses that have a committed vector, read from a copy: opening a crashed store would already mend it.
  static func committedVectors(in store: String) throws -> Set<String> {
    let copy = try CommandTree()
    for name in ["store.sqlite", "store.sqlite-wal"] where FileManager.default.fileExists(atPath: store + "/" + name) {
      try FileManager.default.copyItem(atPath: store + "/" + name, toPath: copy.at(name))
    }
    guard copy.exists("store.sqlite") else { return [] }
    let database = StoreDatabase(in: copy.path)
    if try database.run("SELECT 1 FROM sqlite_schema WHERE name = 'vectors'").isEmpty { return [] }
    return Set(try database.run("SELECT address FROM vectors").map { $0[0].text })
  }
}
