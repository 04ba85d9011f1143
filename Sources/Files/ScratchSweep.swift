internal import Foundation

/// Removes the scratch folders (private temporary folders) that ended processes left in the system's folders for
/// temporary files.
package enum ScratchSweep {
  /// The scratch folders that a sweep found and didn't remove.
  package struct Rest: Hashable, Sendable {
    /// The paths of this user's folders that a running process uses.
    package internal(set) var held: [String] = []
    /// The folders of other users: the owner's user id by path.
    package internal(set) var others: [String: UInt32] = [:]
  }

  /// The folders in which to search for scratch folders: this process's folder for temporary files, `/tmp` and
  /// `/var/tmp`, where processes with another TMPDIR probably made theirs.
  package static var places: [String] {
    let places = [ScratchFolder.place, "/tmp", "/var/tmp"]
    var seen: Set<String> = []
    return places.compactMap { place in
      guard let real = realpath(place, nil) else { return nil }
      defer { free(real) }
      return String(cString: real)
    }.filter { seen.insert($0).inserted }
  }

  @discardableResult
  package static func run(in places: [String] = ScratchSweep.places) -> Rest {
    var rest = Rest()
    for place in places { run(in: place, &rest) }
    return rest
  }

  private static func run(in place: String, _ rest: inout Rest) {
    let folder = open(place, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    defer { close(folder) }
    for name in FolderNames.all(in: folder).sorted() where isScratch(name) {
      guard let found = ScratchEntry(name, in: folder) else { continue }
      switch ScratchVerdict(found.facts) {
      case .remove: FolderRemoval.remove(place + "/" + name)
      case .held: rest.held.append(place + "/" + name)
      case .another: rest.others[place + "/" + name] = found.owner
      case .ignore: break
      }
    }
  }

  /// The name prefixes that older versions of Freshet used. These versions didn't lock their folders, and had one
  /// prefix for each purpose.
  static let oldPrefixes = ["freshet-state-", "freshet-copy-", "freshet-plan-"]

  private static func isScratch(_ name: String) -> Bool {
    ([ScratchFolder.prefix] + oldPrefixes).contains {
      name.hasPrefix($0) && UUID(uuidString: String(name.dropFirst($0.count))) != nil
    }
  }
}

/// An entry whose name is that of a scratch folder. It stays open and locked while `ScratchVerdict` decides what to do
/// with it.
private struct ScratchEntry: ~Copyable {
  private let descriptor: Int32
  let facts: ScratchVerdict.Facts
  let owner: UInt32

  /// Collects the facts about the entry `name` in `folder`; nil if there is no such entry any longer.
  init?(_ name: String, in folder: Int32) {
    var status = stat()
    if fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 { return nil }
    owner = status.st_uid
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    var facts = ScratchVerdict.Facts(
      isFolder: isFolder, isOwn: owner == geteuid(), holder: .unknown,
      isOfOldVersion: !name.hasPrefix(ScratchFolder.prefix), secondsSinceChange: 0)
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    descriptor = isFolder && facts.isOwn ? openat(folder, name, flags) : -1
    if descriptor >= 0 {
      facts.holder = facts.isOfOldVersion ? OldScratch.holder(in: descriptor) : Self.holder(of: descriptor)
      facts.secondsSinceChange = facts.isOfOldVersion ? OldScratch.secondsSinceChange(in: descriptor) : 0
    }
    self.facts = facts
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  private static func holder(of folder: Int32) -> ScratchVerdict.Holder {
    if flock(folder, LOCK_EX | LOCK_NB) == 0 { return .nobody }
    return errno == EWOULDBLOCK ? .somebody : .unknown
  }
}

/// Determines from SQLite's file locks whether a process uses a scratch folder of an older version of Freshet.
private enum OldScratch {
  /// `F_OFD_GETLK`, which Swift's Glibc module doesn't define. Unlike `F_GETLK`, it also reports this process's own
  /// locks.
  private static let getLock: Int32 = 36

  static func holder(in folder: Int32) -> ScratchVerdict.Holder {
    for name in FolderNames.all(in: folder) {
      let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      guard file >= 0 else { continue }
      defer { close(file) }
      var lock = Foundation.flock()
      lock.l_type = Int16(F_WRLCK)
      guard fcntl(file, getLock, &lock) == 0 else { return .unknown }
      if lock.l_type != Int16(F_UNLCK) { return .somebody }
    }
    return .nobody
  }

  /// The seconds since the last change of the folder or a file in it. Uses the status change times (ctime), which no
  /// program can set.
  static func secondsSinceChange(in folder: Int32) -> Int {
    var newest = 0
    for name in ["."] + FolderNames.all(in: folder) {
      var status = stat()
      if fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { newest = max(newest, status.st_ctim.tv_sec) }
    }
    return max(0, time(nil) - newest)
  }
}
