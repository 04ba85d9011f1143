internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import FreshetWire

struct DumpCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Print all served passages as JSON Lines, one line for each occurrence in a document.",
    discussion: """
      First copies the store's state into a temporary file (in TMPDIR), which needs as much room as the output. Thus a \
      slow reader of the output doesn't keep the store from emptying its write-ahead log.
      """)

  @OptionGroup var options: StoreOptions

  @Flag(help: "Has no effect: a dump is always JSON Lines.")
  var json = false

  func run() async throws {
    var scratch = try DumpScratch()
    let leftOut = try await options.openForReading().dump { try scratch.add(WireEncoder.line(DumpObject($0))) }
    try scratch.each { try StandardOutput.write(json: $0) }
    if leftOut > 0 {
      let cure = "`freshet audit --verify` names them, and `freshet reindex --all` mends them"
      Terminal.report(
        "freshet: \(leftOut.counted("damaged passage or document was", "damaged passages or documents were")) left out: \(advice: cure)"
      )
      throw ExitCode(ExitStatus.incomplete.rawValue)
    }
  }
}
