internal import Foundation
internal import FreshetCorpus

/// Checks the free space and the free inodes of the store's file system.
///
/// `gc --compact` and `erase` write a new copy of the database before they delete the old one, so they need free space
/// of the database's size. If less than 64 MiB are free, a batch of vectors and the write-ahead log may not fit.
enum RoomCheck {
  static let name = "room"
  static let needed: UInt64 = 64 << 20
  static let neededInodes: UInt64 = 1_000

  static func findings(in patient: Patient) -> [HealthFinding] {
    guard let folder = patient.folder, let there = existing(folder) else { return [] }
    var room = statvfs()
    guard statvfs(there, &room) == 0 else { return [] }
    return [
      judge(
        freeBytes: UInt64(room.f_bavail) * UInt64(room.f_frsize), storeBytes: UInt64(FolderSize.ofFiles(in: folder)),
        freeInodes: room.f_files == 0 ? nil : UInt64(room.f_favail))
    ]
  }

  /// Judges the free space and the number of free inodes.
  ///
  /// - Parameter freeInodes: how many more files the file system can hold; nil if it doesn't count inodes.
  static func judge(freeBytes: UInt64, storeBytes: UInt64, freeInodes: UInt64?) -> HealthFinding {
    let found: AdvisedText = "\(freeBytes >> 20) MiB are free, and the store takes \(storeBytes >> 20) MiB"
    let cure: AdvisedText = "free some space, or move the store: \(Remedy.moveStore)"
    if freeBytes < needed {
      return HealthFinding(
        .problem, name, "\(found): a batch of vectors and its entries in the write-ahead log may not fit", cure: cure)
    }
    if let freeInodes, freeInodes < neededInodes {
      return HealthFinding(
        .warning, name, "the store's file system has room for only \(freeInodes) more files", cure: cure)
    }
    if freeBytes < storeBytes + needed {
      return HealthFinding(
        .warning, name, "\(found): compaction and erasing need as much free space as the store takes", cure: cure)
    }
    return HealthFinding(.ok, name, found)
  }

  /// The path `folder` if that folder exists; otherwise the path of the nearest folder above that exists.
  private static func existing(_ folder: String) -> String? {
    var folder = folder
    while access(folder, F_OK) != 0 {
      let above = PathText.folder(of: folder)
      if above == folder || above.isEmpty { return nil }
      folder = above
    }
    return folder
  }
}

/// Computes the sizes of files in bytes.
enum FolderSize {
  static func ofFiles(in folder: String) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []  // no store yet: size 0
    return names.reduce(0) { $0 + ofFile(folder + "/" + $1) }
  }

  /// The file's length in bytes; 0 if there is no such file.
  static func ofFile(_ path: String) -> Int {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
  }
}
