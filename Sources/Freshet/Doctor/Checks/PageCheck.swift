internal import FreshetCorpus
internal import FreshetStorage

/// Checks the database's pages for damage, with SQLite's own check.
enum PageCheck {
  static let name = "pages"
  /// The largest database, in bytes, that an examination checks by default. Checking a larger one takes seconds.
  static let quicklyRead = 64 << 20

  static func findings(in patient: Patient) throws -> [HealthFinding] {
    guard case .open(let store) = patient.condition else { return [] }
    let size = FolderSize.ofFile(store.path + "/" + Store.fileName)
    if !patient.examination.isThorough, size > quicklyRead {
      return [
        HealthFinding(
          .note, name,
          """
          the database has \(size >> 20) MiB, so its pages were not checked: \(Remedy.examine(thoroughly: true)) \
          checks them
          """)
      ]
    }
    do {
      return [judge(try store.read { try $0.pageDamage() })]
    } catch StorageError.damaged(_, let what) {
      return [judge([what])]
    }
  }

  static func judge(_ damage: [String]) -> HealthFinding {
    if damage.isEmpty { return HealthFinding(.ok, name, "SQLite finds no damage") }
    return HealthFinding(
      .problem, name,
      "SQLite finds damage: \(damage.prefix(3).joined(separator: "; "))\(damage.count > 3 ? "; …" : "")",
      cure: StoreCheck.mend)
  }
}
