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
    let found: AdvisedText = "\(use.bytes >> 20) MiB of the write-ahead log are not yet moved into the database"
    if use.bytes <= bound { return HealthFinding(.ok, name, found) }
    guard let readers = use.readers else {
      return HealthFinding(
        .warning, name, "\(found); this system doesn't say which process still reads an older state",
        cure: "end the processes that have read the store for a long time; the next commit then moves the log")
    }
    if readers.isEmpty { return HealthFinding(.note, name, "\(found); the next commit moves them") }
    return HealthFinding(
      .warning, name,
      "\(found); \(readers.map(\.sentence).joined(separator: ", ")) \(readers.count.noun("reads", "read")) an older state",
      cure:
        "end \(readers.count.noun("this process", "these processes")), or wait; the next commit after that moves the log"
    )
  }
}

extension LogUse.Reader {
  /// The process's ID and command line as text.
  public var sentence: String { command.isEmpty ? "process \(process)" : "process \(process) (\(command))" }
}
