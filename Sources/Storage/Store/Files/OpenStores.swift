internal import FreshetCorpus
internal import FreshetFiles
internal import Foundation
internal import GRDB
internal import Glibc
internal import Synchronization

/// Counts the stores that this process has open, and opens them one at a time.
///
/// When a process closes any descriptor of a file, it loses all its POSIX locks on that file, including SQLite's.
/// Another process that closes the store would then act as the last user and delete a log that this process still
/// needs. So this process closes no descriptor of its own of a file while SQLite has the file open.
enum OpenStores {
  private struct Use {
    var count = 0
    /// Descriptors of the store's files that this process opened independently of SQLite. It closes them when it no
    /// longer has the store open.
    var descriptors: [Int32] = []
  }

  private static let uses = Mutex<[FileIdentity: Use]>([:])

  /// Calls `body`, which opens the store at `path`, and counts the store as open. No other thread opens a store
  /// meanwhile. `isOpen` says whether this process already has the file open.
  static func opening<Value>(_ path: String, _ body: (_ isOpen: Bool) throws -> Value) rethrows -> Value {
    try uses.withLock { uses in
      let isOpen = FileIdentity(at: path).map { uses[$0] != nil } ?? false
      let value = try body(isOpen)
      if let identity = FileIdentity(at: path) { uses[identity, default: Use()].count += 1 }
      return value
    }
  }

  /// Closes `descriptor`, which refers to a file of the store at `path`, at once or as soon as this process no longer
  /// has that store open. Closing it earlier would release SQLite's locks on the file.
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
