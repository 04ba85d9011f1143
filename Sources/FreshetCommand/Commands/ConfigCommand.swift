internal import ArgumentParser
internal import Freshet
internal import FreshetWire

struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show the settings.", subcommands: [ConfigShowCommand.self])
}

struct ConfigShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print every setting that applies in the current folder.")

  @OptionGroup var options: StoreOptions

  @Flag(help: "Show where each setting comes from.")
  var origin = false

  @Flag(help: "Print one JSON object on standard output: each setting and where its value comes from.")
  var json = false

  func run() async throws {
    let settings = try options.settings()
    try settings.refuseWideRoot()
    settings.announce()
    let lines = try SettingLines(settings)
    if json { return try JSONOutput.print(lines.object(file: settings.file?.path)) }
    let width = lines.all.map { $0.text.count }.max() ?? 0
    for line in lines.all {
      print(origin ? "\(line.text.padding(to: width))  # \(sentence(line.origin, settings.file))" : "\(line.text)")
    }
  }

  private func sentence(_ origin: SettingOrigin, _ file: ConfigurationFile?) -> String {
    switch origin {
    case .flag(let name): name
    case .environment(let name): "environment, \(name)"
    case .file(let line): (file?.path ?? "") + (line.map { ", line \($0)" } ?? "")
    case .store: "the store"
    case .standard: "default"
    }
  }
}
