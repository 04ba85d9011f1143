internal import ArgumentParser
internal import Freshet

struct DumpCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Print everything that is served, as JSON Lines, one a place of a passage.")

  @OptionGroup var options: StoreOptions

  @Flag(help: "Accepted for uniformity: a dump is always JSON Lines.")
  var json = false

  func run() async throws {
    var output = OutputBuffer()
    try await options.openForReading().dump { output.write(try JSONOutput.line(DumpObject($0))) }
    output.flush()
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
