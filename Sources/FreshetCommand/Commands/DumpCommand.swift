internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import FreshetWire

struct DumpCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Print everything that is served as JSON Lines, one line for each place of a passage.",
    discussion: """
      The state is taken into a file without a name in the folder for temporary files (TMPDIR) first, which needs as much room as \
      the output: however slowly that is read, no log of the store has to wait for it.
      """)

  @OptionGroup var options: StoreOptions

  @Flag(help: "Accepted for uniformity: a dump is always JSON Lines.")
  var json = false

  func run() async throws {
    var scratch = try DumpScratch()
    let leftOut = try await options.openForReading().dump { try scratch.add(WireEncoder.line(DumpObject($0))) }
    try scratch.each { try StandardOutput.write(json: $0) }
    if leftOut > 0 {
      let cure = "`freshet audit --verify` names them, `freshet reindex --all` mends them"
      Terminal.report("freshet: \(leftOut) damaged passages or documents were left out: \(advice: cure)")
      throw ExitCode(ExitStatus.incomplete.rawValue)
    }
  }
}
