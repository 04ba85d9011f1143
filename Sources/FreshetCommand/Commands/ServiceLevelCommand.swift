internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import FreshetWire

struct ServiceLevelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slo",
    abstract: "Show how well each source meets its staleness objective, and what is left of its error budget.",
    discussion: """
      Set objectives in freshet.toml: staleness = "30s" and target = 0.999 in [sources.NAME]. Exits with 1 while a source \
      spends its error budget too fast, or has spent it.
      """)

  @OptionGroup var options: StoreOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let levels = try await options.openForReading().serviceLevels()
    if json {
      try JSONOutput.print(ServiceLevelsObject(levels))
    } else if levels.isEmpty {
      print("no source has an objective: set staleness = \"30s\" in a table [sources.NAME] of freshet.toml")
    } else {
      for level in levels { ServiceLevelText.show(level) }
    }
    if levels.contains(where: \.isInTrouble) { throw ExitCode(ExitStatus.violations.rawValue) }
  }
}

extension SourceServiceLevel {
  fileprivate var isInTrouble: Bool {
    [changes, answers].contains { !$0.alerts.isEmpty || $0.budgetLeft.map { $0 < 0 } ?? false }
  }
}

/// Prints the service levels of sources (objectives, error budgets, alerts) in lines of at most 80 columns.
enum ServiceLevelText {
  static func show(_ level: SourceServiceLevel) {
    let objective = level.objective
    print(
      Terminal.bold("\(level.source): \(percent(objective.target)) within \(DurationText(objective.staleness))"))
    let share = level.documents == 0 ? 1 : Double(level.documentsWithin) / Double(level.documents)
    print("  documents  \(level.documentsWithin) of \(level.documents) within the objective now (\(percent(share)))")
    show(level.changes, "changes")
    show(level.answers, "answers")
  }

  private static func show(_ indicator: ServiceIndicator, _ name: String) {
    print(
      "  \(name.padding(to: 9))  \("window".padding(to: 8))\("total".leading(8))\("within".leading(12))\("burn rate".leading(12))"
    )
    for window in indicator.windows {
      let share = window.total == 0 ? "-" : percent(Double(window.within) / Double(window.total))
      let burn = window.burnRate.map { fixed($0, 2) } ?? "-"
      print(
        "             \("\(DurationText(window.window))".padding(to: 8))\("\(window.total)".leading(8))\(share.leading(12))\(burn.leading(12))"
      )
    }
    print(
      "             error budget of 30 days: \(indicator.budgetLeft.map { "\(percent($0)) left" } ?? "nothing recorded yet")"
    )
    for alert in indicator.alerts { print("  \(Terminal.warning("alert")): \(alert)") }
  }

  private static func percent(_ share: Double) -> String { fixed(share * 100, 2) + " %" }

  private static func fixed(_ number: Double, _ places: Int) -> String {
    String(format: "%.\(places)f", locale: Locale(identifier: "en_US_POSIX"), number)
  }
}

extension String {
  fileprivate func leading(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
