internal import FreshetFiles

/// The files of a store that this process has open, with the device and inode that each had at opening.
///
/// SQLite keeps using its open files even after another program has deleted or replaced them. It would then commit to a
/// deleted store and report success. So a store compares the identities before each read, and before and after each
/// commit.
struct OpenFiles: Hashable, Sendable {
  private let folder: String
  private let identities: [FileIdentity?]

  /// The names of the database, its write-ahead log, and its shared-memory file, in this order.
  static let names = StoreNames.databaseFiles

  /// Records the present identities of the store's files in `folder`.
  ///
  /// - Precondition: a connection has read from the database, so that all three files exist.
  init(of folder: String) {
    self.folder = folder
    identities = Self.names.map { FileIdentity(at: folder + "/" + $0) }
  }

  /// Checks that the paths of the store's files still lead to the open files.
  ///
  /// - Throws: `StorageError.replaced` if a path leads to another file than the open one, or to no file.
  /// - Complexity: three calls of stat.
  func check() throws {
    for (name, known) in zip(Self.names, identities) {
      guard let known else { continue }
      if FileIdentity(at: folder + "/" + name) != known { throw StorageError.replaced(path: folder) }
    }
  }
}
