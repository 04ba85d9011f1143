internal import ArgumentParser
internal import Foundation
internal import Freshet

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
    let leftOut = try await options.openForReading().dump { try scratch.add(JSONOutput.line(DumpObject($0))) }
    try scratch.each { try StandardOutput.write(json: $0) }
    if leftOut > 0 {
      let cure = "`freshet audit --verify` names them, `freshet reindex --all` mends them"
      Terminal.report("freshet: \(leftOut) damaged passages or documents were left out: \(advice: cure)")
      throw ExitCode(ExitStatus.incomplete.rawValue)
    }
  }
}

private struct DumpObject: Encodable {
  let document: String
  let address: ContentAddress
  let text: String
  let start, end: Int
  let lines: [Int]
  let headings: [String]
  let version: VersionVector
  let space: SpaceID
  let state: String

  init(_ placement: DumpedPlacement) {
    document = placement.document.description
    address = placement.address
    text = placement.text
    start = placement.bytes.lowerBound
    end = placement.bytes.upperBound
    lines = [placement.lines.first, placement.lines.last]
    headings = placement.headingPath
    version = placement.version
    space = placement.space
    state = placement.state.name
  }
}
