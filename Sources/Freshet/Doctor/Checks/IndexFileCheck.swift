internal import FreshetIndexing

/// Checks the file of the saved similarity index. A damaged file loses no data, because the index can be rebuilt from
/// the store.
enum IndexFileCheck {
  static let name = "index"

  static func findings(in patient: Patient) -> [HealthFinding] {
    guard case .open(let store) = patient.condition else { return [] }
    let path = store.path + "/index"
    do throws(IndexFileError) {
      let file = try IndexFile(path: path)
      if patient.examination.isThorough, !file.isSound() { throw .torn }
      return [judge(nil, at: path)]
    } catch {
      return [judge(error, at: path)]
    }
  }

  static func judge(_ failure: IndexFileError?, at path: String) -> HealthFinding {
    switch failure {
    case nil: HealthFinding(.ok, name, "the saved index can be opened")
    case .missing: HealthFinding(.ok, name, "no index is saved; searches compare every vector")
    case .otherVersion:
      HealthFinding(.note, name, "\(path): \(failure?.description ?? ""); the next reindexing replaces it")
    case .foreign, .torn:
      HealthFinding(
        .warning, name, "\(path): \(failure?.description ?? "")",
        cure: "delete the file, and \(run: .reindex(all: false)), which saves the index again")
    case .failed(let code):
      HealthFinding(
        .warning, name, "\(path): \(IndexFileError.failed(errno: code))",
        cure: "give this user permission to read the file")
    }
  }
}
