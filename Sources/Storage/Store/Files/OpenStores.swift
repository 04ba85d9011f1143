internal import FreshetCorpus
internal import FreshetFiles
internal import Foundation
internal import GRDB
internal import Glibc
internal import Synchronization

/// Counts the stores that this process has open, and opens them one at a time.
///
/// When a process closes any descriptor of a file, it loses all its POSIX locks on that file, including SQLite's.
/// Another process that closes the store would then act as the last one and delete a log that is still in use here. So
/// this process never opens and closes a file on its own while SQLite has it open.
enum OpenStores {
  private struct Use {
    var count = 0
    /// Descriptors that were opened independently of SQLite; closed once no store needs the locks.
    var descriptors: [Int32] = []
  }

  private static let uses = Mutex<[FileIdentity: Use]>([:])

  /// Calls `body` while no other store is being opened; `isOpen` says whether this process has the file at `path` open.
  static func opening<Value>(_ path: String, _ body: (_ isOpen: Bool) throws -> Value) rethrows -> Value {
    try uses.withLock { uses in
      let isOpen = FileIdentity(at: path).map { uses[$0] != nil } ?? false
      let value = try body(isOpen)
      if let identity = FileIdentity(at: path) { uses[identity, default: Use()].count += 1 }
      return value
    }
  }

  /// Closes `descriptor` once this process no longer has the store at `path` open. SQLite has the same file open.
  static func close(_ descriptor: Int32, withStoreAt path: String) {
    let isKept = uses.withLock { uses in
      guard let identity = FileIdentity(at: path), uses[identity] != nil else { return false }
      uses[identity]?.descriptors.append(descriptor)
      return true
    }
    if !isKept { Glibc.close(descriptor) }
  }

  static func close(_ identity: FileIdentity) {
    let descriptors: [Int32] = uses.withLock { uses in
      uses[identity]?.count -= 1
      guard let use = uses[identity], use.count <= 0 else { return [] }
      uses[identity] = nil
      return use.descriptors
    }
    for descriptor in descriptors { Glibc.close(descriptor) }
  }
}
