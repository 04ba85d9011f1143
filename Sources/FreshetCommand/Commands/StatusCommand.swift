internal import ArgumentParser
internal import Foundation
internal import Freshet
internal import FreshetWire

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show what the store holds, who watches it, and what is still to do.")

  @OptionGroup var options: StoreOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let status = try await options.openForReading().status()
    if json { return try JSONOutput.print(StatusObject(status)) }
    StatusText.show(status)
  }
}
