internal import ArgumentParser
internal import Freshet
internal import FreshetWire

struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Show every kept version of a document, newest first.")

  @OptionGroup var named: DocumentArgument

  @OptionGroup var options: StoreOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let versions = try DocumentVersions(of: named, in: try options.openForReading())
    if json { return try JSONOutput.print(LogObject(versions.document, versions.all)) }
    print("document   \(versions.document)")
    for version in versions.all { show(version) }
  }

  private func show(_ version: VersionRecord) {
    print("")
    print(Terminal.bold("write      \(version.write)") + " at \(version.stamp.timestamp)\(Self.role(version))")
    if let content = version.content {
      let revision = content.revision.description.prefix(12)
      print(
        "text       revision \(revision), \(content.sizeInBytes.counted("byte")), \(content.passages.counted("passage"))"
      )
    } else {
      print("text       none: the document was removed")
    }
    if let superseded = version.supersededAt { print("superseded at \(superseded)") }
    if let from = version.servedFrom {
      print("served     from \(from)\(version.servedUntil.map { " until \($0)" } ?? "")")
    }
  }

  private static func role(_ version: VersionRecord) -> String {
    switch (version.isCurrent, version.isServed) {
    case (true, true): ", current, served"
    case (true, false): ", current"
    case (false, true): ", served"
    case (false, false): ""
    }
  }
}
