internal import GRDB

/// Identifies the file of a store's database by properties that a copy doesn't inherit.
///
/// A copy or a restored backup is another file. Its original may have written since, so the copy must not reuse the
/// original's names for its writes. The file system reuses an inode after a deletion, so the birth time is part of the
/// identity.
struct StoreFile: Hashable {
  let inode: Int64
  /// Birth time in ns; nil if the file system records none.
  let born: Int64?

  /// Nil if there is no file.
  init?(at folder: String) {
    let path = folder + "/" + Store.fileName
    guard let identity = FileIdentity(at: path) else { return nil }
    inode = Int64(bitPattern: identity.inode)
    born = FileIdentity.birth(at: path)
  }

  /// The identity recorded in the store; nil if none is recorded yet.
  init?(known database: Database) throws {
    let row = try Row.fetchOne(database, sql: "SELECT file, file_born FROM meta WHERE file IS NOT NULL")
    guard let row else { return nil }
    inode = try row[0]
    born = try row[1]
  }

  /// Whether this file is a copy of `known`. A store that was migrated from format 4 records no birth time; then only
  /// the inodes count.
  func isCopy(of known: StoreFile) -> Bool {
    if inode != known.inode { return true }
    guard let born, let other = known.born else { return false }
    return born != other
  }

  func keep(in database: Database) throws {
    try database.execute(sql: "UPDATE meta SET file = ?, file_born = ?", arguments: [inode, born])
  }
}
