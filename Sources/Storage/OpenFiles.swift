/// The files of a store that this process has open, by the identities that their paths had when they were opened.
///
/// SQLite goes on with the files that it has open, whatever happens to their names: it would commit to a deleted store, and
/// say that all went well. So a store compares before each read, and before and after each commit.
struct OpenFiles: Hashable, Sendable {
  private let folder: String
  private let identities: [FileIdentity?]

  /// Of the database, its log, and the memory that the processes share.
  static let names = [Store.fileName, Store.fileName + "-wal", Store.fileName + "-shm"]

  /// - Precondition: a connection has read, so that all three are there.
  init(of folder: String) {
    self.folder = folder
    identities = Self.names.map { FileIdentity(at: folder + "/" + $0) }
  }

  /// - Throws: `StorageError.replaced` when a path names another file than the open one, or none.
  /// - Complexity: three calls of stat.
  func check() throws {
    for (name, known) in zip(Self.names, identities) {
      guard let known else { continue }
      if FileIdentity(at: folder + "/" + name) != known { throw StorageError.replaced(path: folder) }
    }
  }
}
