internal import FreshetCorpus
internal import FreshetStorage

/// Checks the size of the store's write-ahead log, which keeps growing while a process has a long read transaction
/// open.
enum LogCheck {
  static let name = "log"

  static func findings(in patient: Patient) -> [HealthFinding] {
    guard case .open(let store) = patient.condition else { return [] }
    return [judge(LogUse(store.logStatus()), cutBeyond: Store.longLogBytes)]
  }

  static func judge(_ use: LogUse, cutBeyond bound: Int) -> HealthFinding {
    let found: AdvisedText = "\(use.bytes >> 20) MiB wait in the log to be moved into the database"
    if use.bytes <= bound { return HealthFinding(.ok, name, found) }
    guard let readers = use.readers else {
      return HealthFinding(
        .warning, name, "\(found); this system doesn't say which process keeps them there",
        cure: "end the processes that read the store for long: the next commit moves it")
    }
    if readers.isEmpty { return HealthFinding(.note, name, "\(found): the next commit moves them") }
    return HealthFinding(
      .warning, name, "\(found); \(readers.map(\.sentence).joined(separator: ", ")) reads an older state",
      cure: "end it, or wait until it ends: the next commit moves the log")
  }
}

extension LogUse.Reader {
  /// The process's ID and command line as text.
  public var sentence: String { command.isEmpty ? "process \(process)" : "process \(process) (\(command))" }
}
