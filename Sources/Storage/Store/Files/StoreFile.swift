internal import GRDB

/// The inode and birth time of a store's database file, which a copy of the file doesn't inherit.
///
/// A copy or a restored backup is another file. The original may have written since, so the copy must not name its own
/// writes like the original's. A file system reuses the inode of a deleted file, so the birth time is part of the
/// identity.
struct StoreFile: Hashable {
  let inode: Int64
  /// Birth time in ns; nil if the file system records none.
  let born: Int64?

  /// The identity of the database file in `folder`; nil if there is no file.
  init?(at folder: String) {
    let path = folder + "/" + Store.fileName
    guard let identity = FileIdentity(at: path) else { return nil }
    inode = Int64(bitPattern: identity.inode)
    born = FileIdentity.birth(at: path)
  }

  /// The identity that the store has recorded of its own file; nil if it has recorded none yet.
  init?(known database: Database) throws {
    let row = try Row.fetchOne(database, sql: "SELECT file, file_born FROM meta WHERE file IS NOT NULL")
    guard let row else { return nil }
    inode = try row[0]
    born = try row[1]
  }

  /// Whether this file is a copy of the file `known`. Compares the inodes, and also the birth times if both are known.
  /// A store that was migrated from format 4, for example, has no recorded birth time.
  func isCopy(of known: StoreFile) -> Bool {
    if inode != known.inode { return true }
    guard let born, let other = known.born else { return false }
    return born != other
  }

  func keep(in database: Database) throws {
    try database.execute(sql: "UPDATE meta SET file = ?, file_born = ?", arguments: [inode, born])
  }
}
