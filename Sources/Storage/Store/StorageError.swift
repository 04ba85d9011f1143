public import FreshetCorpus
internal import Foundation
internal import GRDB

/// An error of a store. The comment of each case says what the user can do.
public enum StorageError: Error, Hashable, Sendable {
  /// There is no store at this path: index documents first.
  case missing(path: String)
  /// Another process is committing to the store: wait until it ends.
  case locked(path: String, holder: String)
  /// Another process took over the lease of this process (its expiring right to watch a source). Nothing was lost:
  /// start the command again.
  case leaseLost(path: String)
  /// A newer version of Freshet wrote the store: upgrade Freshet.
  case formatTooNew(path: String, format: Int, supported: Int)
  /// An older version of Freshet wrote the store, and this process opened it only for reading. Reading migrates
  /// nothing, so a process must write to the store first.
  case formatTooOld(path: String, format: Int, supported: Int)
  /// The path no longer leads to the store that this process opened, because another program removed, replaced or
  /// overwrote the store. This process wrote nothing to the new file: open the path again.
  case replaced(path: String)
  /// This process may read but not write the store, because it lies on a read-only file system or belongs to another
  /// user.
  case readOnly(path: String)
  /// This process may not lock the store, and another process wrote to the store during the read. The results are
  /// invalid: read again.
  case changing(path: String)
  /// This process may not write the store, can't read its write-ahead log in place, and has no room for a private copy.
  /// `bytes` is the free space that the copy needs in `folder`; `free` is the free space there, also in bytes.
  case noRoomForCopy(path: String, bytes: Int64, folder: String, free: Int64)
  /// The path holds something other than a store of Freshet: choose another folder.
  case foreign(path: String, what: String)
  /// The database is damaged: restore it, or index again into a new store.
  case damaged(path: String, what: String)
  /// The stored text or vector of one passage is damaged: index the passage's documents again.
  case damagedContent(address: ContentAddress, what: String)
  /// Two independent computations of which stored data is unreachable disagree. The store deleted nothing: keep the
  /// store, and report this error.
  case unprovenGarbage(path: String, what: String)
  /// Reading processes kept SQLite from emptying the write-ahead log. The changes are committed: end the readers and
  /// repeat the operation.
  case logInUse(path: String)
  /// The disk is full, and nothing was written: free some space.
  case diskFull(path: String)
  /// The operating system refused to open or read a file.
  case unreadable(path: String, why: String)
}

extension StorageError: Advising {
  public var message: AdvisedText {
    switch self {
    case .missing(let path):
      "no store at \(path): \(run: .reindex(all: false)) in the folder of your documents"
    case .locked(let path, let holder):
      "the store \(path) is being written by \(holder): wait until that process ends, then run the command again"
    case .leaseLost(let path):
      "another process took over the watch of a source in the store \(path): nothing was lost; run the command again"
    case .formatTooNew(let path, let format, let supported):
      "the store \(path) has format \(format), but this version of freshet reads only formats up to \(supported): upgrade freshet"
    case .formatTooOld(let path, let format, let supported):
      "the store \(path) has format \(format), but this version of freshet needs format \(supported): \(run: .reindex(all: false)), which converts the store and keeps every vector; if you don't have permission to write to the store, copy its folder to a place where you do, convert the copy, and \(run: .useStore("the copy"))"
    case .replaced(let path):
      "\(path) is no longer the store that this process opened, because another program removed, replaced or overwrote it: this process wrote nothing to the new one; run the command again to use the new one"
    case .readOnly(let path):
      "the store \(path) can only be read, because this user may not write it or its file system is read-only: query, audit, status and dump work, but commands that change the store don't; to use those, copy the store's folder to a place where you may write, and \(run: .useStore("the copy"))"
    case .changing(let path):
      "another process wrote to the store \(path) while this command read it. This user may not lock the store, so what was read may be inconsistent and isn't shown: run the command again"
    case .noRoomForCopy(let path, let bytes, let folder, let free):
      "the store \(path) can only be read, and has a write-ahead log, so it must be copied first: the copy needs \(bytes >> 20) MiB of free space, but \(folder) has only \(free >> 20) MiB; free some space, or set TMPDIR to a folder with more"
    case .foreign(let path, let what):
      "\(path) is not a freshet store (\(what)): nothing was changed; \(run: .useStore("another folder"))"
    case .damaged(let path, let what):
      "the store \(path) is damaged (\(what)): nothing was changed; move the store away and \(run: .reindex(all: false)) in the folder of your documents, or restore a backup"
    case .damagedContent(let address, let what):
      "the \(what) of passage \(address) is damaged: \(run: .reindex(all: true)) to write it again from the source"
    case .unprovenGarbage(let path, let what):
      "Freshet computes twice which data in the store \(path) is unreachable, and the results differ (\(what)): nothing was deleted; \(run: .audit(verifying: false)), and report this as a bug"
    case .logInUse(let path):
      "a process is reading the store \(path), so its write-ahead log can't be emptied: the changes are committed, but the log still contains deleted data; end the processes that read the store, then run the command again"
    case .diskFull(let path):
      "no space left on the disk of \(path): free some space and run the command again; everything that was committed is kept"
    case .unreadable(let path, let why):
      "cannot use \(path): \(why)"
    }
  }
}

extension StorageError {
  /// Whether a retry can succeed only after this process opens the store again, perhaps with a newer version of
  /// Freshet.
  public var isFinal: Bool {
    switch self {
    case .replaced, .formatTooNew: true
    default: false
    }
  }

  /// Whether the disk is full. SQLite needs free space even to read a store, for the shared-memory file of its
  /// connections.
  private static func hasNoSpace(_ path: String) -> Bool {
    var figures = statvfs()
    return statvfs(path, &figures) == 0 && figures.f_bavail == 0
  }

  /// Converts an error of SQLite. The package converts SQLite's errors only here.
  init(_ error: DatabaseError, path: String) {
    switch error.resultCode {
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_IOERR where Self.hasNoSpace(path): self = .diskFull(path: path)
    // SQLITE_PROTOCOL: for ten seconds, other processes changed the index of the write-ahead log while this process
    // tried to read it.
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: self = .locked(path: path, holder: "another process")
    case .SQLITE_NOTADB: self = .foreign(path: path, what: "not an SQLite database")
    case .SQLITE_CORRUPT, .SQLITE_ERROR, .SQLITE_SCHEMA, .SQLITE_MISMATCH:
      self = .damaged(path: path, what: error.message ?? error.resultCode.description)
    case .SQLITE_READONLY where error.extendedResultCode == .SQLITE_READONLY_DBMOVED: self = .replaced(path: path)
    case .SQLITE_READONLY: self = .readOnly(path: path)
    default: self = .unreadable(path: path, why: error.message ?? error.resultCode.description)
    }
  }
}
