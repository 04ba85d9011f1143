internal import Foundation
internal import Storage

/// Whether the store can be opened, in which format it is, and whether it can be written.
enum StoreCheck {
  static let name = "store"

  static func findings(in patient: Patient) -> [HealthFinding] {
    guard let folder = patient.folder else {
      return [HealthFinding(.note, name, "no store here or above: only the machine was examined")]
    }
    switch patient.condition {
    case .none: return []
    case .unusable(let error): return [judge(error)]
    case .open:
      return [
        HealthFinding(
          .ok, name, "\(folder) can be opened, in format \(Store.format), the one that this version writes"),
        judge(unwritable: unwritable(in: folder)),
      ].compactMap { $0 }
    }
  }

  static func judge(_ error: StorageError) -> HealthFinding {
    func problem(_ found: String, cure: String) -> HealthFinding { HealthFinding(.problem, name, found, cure: cure) }
    switch error {
    case .missing(let path):
      return HealthFinding(.note, name, "there is no store at \(path) yet: only the machine was examined")
    case .formatTooNew(let path, let format, let supported):
      return problem("\(path) has format \(format), this freshet reads up to \(supported)", cure: "upgrade freshet")
    case .formatTooOld(let path, let format, let supported):
      return HealthFinding(
        .warning, name, "\(path) has format \(format), this freshet uses \(supported), and can't be read until then",
        cure: "run `freshet reindex`, which brings it up to date and keeps every vector")
    case .foreign(let path, let what):
      return problem("\(path) is no freshet store: \(what)", cure: "choose another folder with --store")
    case .damaged(let path, let what):
      return problem("\(path) is damaged: \(what)", cure: mend)
    case .locked(let path, let holder):
      return HealthFinding(.warning, name, "\(path) is being written by \(holder)", cure: "wait until it ends")
    case .unreadable(let path, let why):
      return problem("\(path) can't be opened: \(why)", cure: "give this user the right to read and write its folder")
    default:
      return problem("it can't be used: \(error)", cure: mend)
    }
  }

  static let mend = "move it away and run `freshet reindex`, or restore a backup"

  static func judge(unwritable: [String]) -> HealthFinding? {
    if unwritable.isEmpty { return nil }
    return HealthFinding(
      .warning, name, "this user may not write \(unwritable.joined(separator: ", "))",
      cure: "run freshet as the user that made the store, or give this one the right")
  }

  private static func unwritable(in folder: String) -> [String] {
    let files = ["", "/store.sqlite", "/store.sqlite-wal", "/store.sqlite-shm", "/writer.lock"].map { folder + $0 }
    return files.filter { access($0, F_OK) == 0 && access($0, W_OK) != 0 }
  }
}
