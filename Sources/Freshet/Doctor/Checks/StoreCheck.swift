internal import Foundation
internal import FreshetCorpus
internal import FreshetFiles
internal import FreshetStorage

/// Checks whether the store can be opened, whether its format is supported, and whether this user can write to it.
enum StoreCheck {
  static let name = "store"

  static func findings(in patient: Patient) -> [HealthFinding] {
    guard let folder = patient.folder else {
      return [HealthFinding(.note, name, "there is no store here or in a folder above: only the machine was examined")]
    }
    switch patient.condition {
    case .none: return []
    case .unusable(let error): return [judge(error)]
    case .open(let store):
      return [
        HealthFinding(
          .ok, name, "\(folder) can be opened; its format is \(Store.format), the one that this version writes"),
        judge(unwritable: unwritable(in: folder)), store.readOnlyManner.map(judge),
      ].compactMap { $0 }
    }
  }

  static func judge(_ error: StorageError) -> HealthFinding {
    func problem(_ found: AdvisedText, cure: AdvisedText) -> HealthFinding {
      HealthFinding(.problem, name, found, cure: cure)
    }
    switch error {
    case .missing(let path):
      return HealthFinding(.note, name, "there is no store at \(path) yet: only the machine was examined")
    case .formatTooNew(let path, let format, let supported):
      return problem(
        "\(path) has format \(format), but this freshet reads only formats up to \(supported)", cure: "upgrade freshet")
    case .formatTooOld(let path, let format, let supported):
      return HealthFinding(
        .warning, name, "\(path) has format \(format), but this freshet needs format \(supported) to read it",
        cure: "\(run: .reindex(all: false)), which converts the store and keeps every vector")
    case .foreign(let path, let what):
      return problem("\(path) is not a freshet store: \(what)", cure: "\(run: .useStore("another folder"))")
    case .damaged(let path, let what):
      return problem("\(path) is damaged: \(what)", cure: mend)
    case .locked(let path, let holder):
      return HealthFinding(
        .warning, name, "\(path) is being written by \(holder)", cure: "wait until that process ends")
    case .unreadable(let path, let why):
      return problem("\(path) can't be opened: \(why)", cure: "give this user permission to read and write its folder")
    case .replaced(let path):
      return problem(
        "another program replaced \(path) during this examination", cure: "\(run: .examine(thoroughly: false)) again")
    case .changing(let path):
      return HealthFinding(
        .warning, name,
        "another process wrote to \(path) while this command read it, and this user may not lock the store",
        cure: "run the command again")
    case .noRoomForCopy(let path, let bytes, let folder, let free):
      return problem(
        "reading \(path) needs \(bytes >> 20) MiB for a private copy, but \(folder) has only \(free >> 20) MiB free",
        cure: "free some space, or set TMPDIR to a folder with more")
    default:
      return problem("the store can't be used: \(error)", cure: mend)
    }
  }

  static func judge(_ manner: ReadOnlyManner) -> HealthFinding {
    switch manner {
    case .shared: HealthFinding(.note, name, "this user can only read the store, while others may write to it")
    case .still:
      HealthFinding(.note, name, "this user can only read the store, and no process may write to it at the same time")
    case .copied(let bytes):
      HealthFinding(
        .note, name,
        "this user can only read the store, and can't read its write-ahead log in place: each command first copies "
          + "\(bytes >> 20) MiB to the folder for temporary files")
    }
  }

  static let mend: AdvisedText =
    "move the store away and \(run: .reindex(all: false)) in the folder of your documents, or restore a backup"

  static func judge(unwritable: [String]) -> HealthFinding? {
    if unwritable.isEmpty { return nil }
    return HealthFinding(
      .warning, name, "this user may not write \(unwritable.joined(separator: ", "))",
      cure: "run freshet as the user that made the store, or give this user permission to write")
  }

  private static func unwritable(in folder: String) -> [String] {
    let files = [folder] + (StoreNames.databaseFiles + [StoreNames.lock]).map { folder + "/" + $0 }
    return files.filter { access($0, F_OK) == 0 && access($0, W_OK) != 0 }
  }
}
