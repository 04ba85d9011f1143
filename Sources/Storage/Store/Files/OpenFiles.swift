internal import FreshetFiles

/// The files of a store that this process has open, with the identities that their paths had at opening.
///
/// SQLite keeps using its open files even if their names vanish: it would commit to a deleted store and report
/// success. So a store compares identities before each read, and before and after each commit.
struct OpenFiles: Hashable, Sendable {
  private let folder: String
  private let identities: [FileIdentity?]

  /// The database, its log, and the shared memory of the processes.
  static let names = StoreNames.databaseFiles

  /// - Precondition: a connection has read, so that all three files exist.
  init(of folder: String) {
    self.folder = folder
    identities = Self.names.map { FileIdentity(at: folder + "/" + $0) }
  }

  /// - Throws: `StorageError.replaced` if a path names another file than the open one, or none.
  /// - Complexity: three calls of stat.
  func check() throws {
    for (name, known) in zip(Self.names, identities) {
      guard let known else { continue }
      if FileIdentity(at: folder + "/" + name) != known { throw StorageError.replaced(path: folder) }
    }
  }
}
