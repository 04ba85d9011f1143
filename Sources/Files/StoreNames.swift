/// The names of a store's folder and of the files in it.
package enum StoreNames {
  package static let folder = ".freshet"
  package static let database = "store.sqlite"
  /// The names of the database, its write-ahead log, and its shared-memory file.
  package static let databaseFiles = [database, database + "-wal", database + "-shm"]
  package static let lock = "writer.lock"
  static let cookies = "cookies"
  private static let files = Set(databaseFiles + [database + "-journal", lock, "answers", "answers.old"])

  static func contains(_ name: String) -> Bool { files.contains(name) || isIndex(name) || name == cookies }

  static func isIndex(_ name: String) -> Bool { name == "index" || name.hasPrefix("index.") && name.hasSuffix(".new") }
}
