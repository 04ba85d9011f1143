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
    abstract: "Remove timestamps that a wrong clock set in the future.",
    discussion: """
      A machine with a wrong clock can write versions with timestamps in the future; `sync` spreads them, and other stores
      refuse them. First set this machine's clock. A repaired version counts as older than all others, but still replaces
      what it replaced. No text changes. Repair every store that has such timestamps.
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
      print("nothing was changed: \(advice: "to repair these timestamps, run `freshet repair clock --yes`")")
    }
    if plan.isNeeded, !isConfirmed { throw ExitCode(ExitStatus.violations.rawValue) }
  }

  private func show(_ plan: ClockRepair) {
    guard plan.isNeeded else { return print("no timestamp lies in the future: nothing to repair") }
    print("timestamps later than \(plan.latest), or invalid:")
    print("versions  \(plan.versions): after the repair they count as older than every other version")
    print("fields    \(plan.fields): after the repair they count as older than every other value")
    print("clock     \(plan.isClockAhead ? "set back to the newest valid timestamp, or to now" : "unchanged")")
    if plan.peers > 0 { print("peers     \(plan.peers): the store forgets the clocks that it recorded for them") }
    for document in plan.documents.prefix(20) { print("document  \(document)") }
    if plan.documents.count > 20 { print("          and \(plan.documents.count - 20) more") }
  }

  /// Asks the user to confirm the repair, and returns whether the answer was yes. Returns false without asking if
  /// standard input or output isn't a terminal.
  private func confirm() -> Bool {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return false }
    Terminal.report("Repair these timestamps? [y/N]")
    return ["y", "yes"].contains(readLine()?.lowercased())
  }
}
