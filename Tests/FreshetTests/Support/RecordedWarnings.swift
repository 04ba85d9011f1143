internal import Logging
internal import Synchronization

/// Why something was warned of, in order.
final class RecordedWarnings: Sendable {
  private let recorded = Mutex<[String]>([])

  var reasons: [String] { recorded.withLock { $0 } }

  var logger: Logger {
    Logger(label: "test") { _ in Handler(warnings: self) }
  }

  private struct Handler: LogHandler {
    let warnings: RecordedWarnings
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.warning

    init(warnings: RecordedWarnings) { self.warnings = warnings }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      warnings.recorded.withLock { $0.append(event.metadata?["why"]?.description ?? "") }
    }
  }
}
