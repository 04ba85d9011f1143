internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import FreshetWire

struct RepairCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Repair a store that doesn't work: prints the plan, asks, then repairs.",
    subcommands: [ClockRepairCommand.self])
}

struct ClockRepairCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "Remove stamps that no clock can have made by now.",
    discussion: """
      A wrong clock, or another store, can leave writes with stamps of the far future, which other stores refuse. Set this
      machine's clock first. The repaired writes count as older than all others. No text changes, and what superseded
      another version still does. Repair every store that has such stamps.
      """)

  @OptionGroup var options: StoreOptions

  @Flag(help: "Repair without asking.")
  var yes = false

  @Flag(help: "Print one JSON object on standard output; repairs only with --yes.")
  var json = false

  func run() async throws {
    let cache = try options.open(readOnly: false)
    let plan = try await cache.clockRepair()
    if !json { show(plan) }
    let isConfirmed = plan.isNeeded && (yes || (!json && confirm()))
    if isConfirmed { try await cache.repairClock() }
    if json {
      try JSONOutput.print(ClockRepairObject(plan, isRepaired: isConfirmed))
    } else if isConfirmed {
      print("repaired")
    } else if plan.isNeeded {
      print("nothing was changed: \(advice: "run `freshet repair clock --yes`")")
    }
    if plan.isNeeded, !isConfirmed { throw ExitCode(ExitStatus.violations.rawValue) }
  }

  private func show(_ plan: ClockRepair) {
    guard plan.isNeeded else { return print("every stamp can have been made by now: nothing to repair") }
    print("later than \(plan.latest), or no stamp at all:")
    print("versions  \(plan.versions): they count as older than every other version then")
    print("fields    \(plan.fields): likewise")
    print("clock     \(plan.isClockAhead ? "set back to the newest stamp that is left, or to now" : "stays")")
    if plan.peers > 0 { print("peers     \(plan.peers): this sets back what the store remembers of their clocks") }
    for document in plan.documents.prefix(20) { print("document  \(document)") }
    if plan.documents.count > 20 { print("          and \(plan.documents.count - 20) more") }
  }

  /// Asks a person at a terminal; false if there is none.
  private func confirm() -> Bool {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return false }
    Terminal.report("Repair them? [y/N]")
    return ["y", "yes"].contains(readLine()?.lowercased())
  }
}
