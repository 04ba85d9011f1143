internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import FreshetWire
internal import Synchronization

struct MonitorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "monitor",
    abstract: "Probe the index as a reader would and compare it with the documents' bytes, until interrupted.",
    discussion: """
      Runs beside the watch or reindex that keeps the index in step. It probes recent writes at once, and every other document \
      once in a sweep. If probes still see a difference after 1, 5 and 10 times --window, it reports the difference and records \
      it for `freshet why`. With --for it ends by itself, with exit code 1 if it found a difference.
      """)

  @OptionGroup var options: StoreOptions

  @Option(
    help: ArgumentHelp("How long a change may take to be served.", valueName: "duration"),
    transform: DurationText.option)
  var window = MonitorPlan().window

  @Option(
    help: ArgumentHelp("Probe every document once within this time.", valueName: "duration"),
    transform: DurationText.option)
  var sweep = MonitorPlan().sweep

  @Option(
    help: ArgumentHelp("How often to list the sources' files, to find new writes.", valueName: "duration"),
    transform: DurationText.option)
  var listing = MonitorPlan().listing

  @Option(
    name: .customLong("for"), help: ArgumentHelp("End after this time.", valueName: "duration"),
    transform: DurationText.option)
  var time: Duration?

  @Option(
    help: ArgumentHelp("Export figures for Prometheus, as `watch` does.", valueName: "file|address"),
    transform: MetricsTarget.option)
  var metrics: [MetricsTarget] = []

  @Flag(help: "Print one JSON object for each event on standard output.")
  var json = false

  func validate() throws {
    for (name, duration) in [
      ("--window", window), ("--sweep", sweep), ("--listing", listing), ("--for", time ?? .seconds(1)),
    ]
    where duration <= .zero {
      throw ValidationError("\(name) must be longer than 0s")
    }
  }

  func run() async throws {
    let registry = PrometheusRegistry()
    let cache = try options.open(readOnly: false, metrics: metrics.isEmpty ? nil : registry)
    let export = try await MetricsExport(metrics, of: registry, roots: Array(cache.roots.values))
    for line in export.announcements { Terminal.report("freshet: \(line)") }
    let plan = MonitorPlan(window: window, sweep: sweep, listing: listing)
    let report = MonitorReport(plan, printsJSON: json)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await cache.monitor(plan) { report.add($0) } }
        if !metrics.isEmpty { group.addTask { try await export.run { Terminal.report("freshet: \($0)") } } }
        if let time { group.addTask { try await Task.sleep(for: time) } }
        defer { group.cancelAll() }
        try await group.next()
      }
    } catch is CancellationError {
      report.finish()
      throw CancellationError()
    }
    report.finish()
    if report.hasFound { throw ExitCode(ExitStatus.violations.rawValue) }
  }
}

/// Prints a monitor's events: as JSON lines on standard output, or as sentences.
final class MonitorReport: Sendable {
  private let plan: MonitorPlan
  private let printsJSON: Bool
  private let last = Mutex<MonitorSummary?>(nil)

  init(_ plan: MonitorPlan, printsJSON: Bool) {
    self.plan = plan
    self.printsJSON = printsJSON
  }

  var hasFound: Bool { last.withLock { $0?.violations ?? 0 } > 0 }

  func add(_ event: MonitorEvent) {
    if case .summary(let summary) = event {
      last.withLock { $0 = summary }
      if printsJSON { write(MonitorSummaryObject(summary)) }
      return
    }
    if case .violated = event { last.withLock { $0 = $0?.withOneMore } }
    if printsJSON { write(MonitorEventObject(event, plan, at: systemClock())) } else { tell(event) }
  }

  /// Prints the totals of all probes; prints nothing if the monitor has sent no summary.
  func finish() {
    guard let summary = last.withLock({ $0 }) else { return }
    if printsJSON { return write(MonitorSummaryObject(summary)) }
    let doubted = summary.consistentWithin.reduce(0, +)
    say(
      """
      \(summary.probes.counted("probe")) of \(summary.documents.counted("document")): \(summary.consistentAtOnce) consistent at once, \
      \(doubted) after a while, \(summary.violations.counted("violation"))
      """)
  }

  private func write(_ object: some Encodable) { print { try JSONOutput.printed(object) } }

  private func say(_ line: PrintedText) { print { line } }

  /// Prints a line without buffering, even into a pipe. If the write fails (full disk, closed pipe), the monitor
  /// reports the lost line on standard error and continues.
  private func print(_ line: () throws -> PrintedText) {
    do {
      try StandardOutput.writeNow(try line())
    } catch {
      Terminal.report("freshet: an event could not be printed, and the monitor continues: \(error)")
    }
  }

  private func tell(_ event: MonitorEvent) {
    switch event {
    case .began(let documents):
      Terminal.report(
        """
        freshet: probing each of \(documents.counted("document")) once in \(DurationText(plan.sweep)), so the monitor \
        finds a lasting difference within a time t with probability t / \(DurationText(plan.sweep)), and reports it \
        \(DurationText(plan.doubt)) later; it probes a changed file within \(DurationText(plan.listing))
        """)
    case .violated(let violation):
      say("\(violation.foundAt)  \(violation.kind) since \(violation.since): \(violation.document)")
      say("  next: \(Advice.command(Remedy.explain(violation.document)))")
    case .ended(let violation):
      say("\(violation.endedAt.map(\.description) ?? "")  no longer \(violation.kind): \(violation.document)")
    case .unable(let why):
      Terminal.report("freshet: the monitor can't probe the index now, and will try again: \(advice: why)")
    case .summary: break
    }
  }
}

extension MonitorSummary {
  fileprivate var withOneMore: MonitorSummary { counting(violations: violations + 1) }
}
