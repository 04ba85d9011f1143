package import Freshet

extension Remedy {
  /// The remedy (an advised action) as a command line without `--store`; for some remedies an option or a variable
  /// instead.
  package var command: String {
    switch self {
    case .reindex(let all): all ? "freshet reindex --all" : "freshet reindex"
    case .reindexFolder(let store): "freshet reindex FOLDER\(store.map { " --store \(ShellText.quoted($0))" } ?? "")"
    case .reindexElsewhere: "freshet reindex --store DIR"
    case .acceptDeletions: "freshet reindex --accept-deletions"
    case .resplit: "freshet reindex --resplit"
    case .reindexPath: "freshet reindex PATH"
    case .acceptLoss: "--accept-deletions"
    case .acceptRemovals: "freshet sync --accept-deletions"
    case .audit(let verifying): verifying ? "freshet audit --verify" : "freshet audit"
    case .examine(let thoroughly): thoroughly ? "freshet doctor --thorough" : "freshet doctor"
    case .explain(let id): "freshet why \(id.arguments)"
    case .showVersions(let id): "freshet log \(id.arguments)"
    case .showStatus: "freshet status"
    case .watch: "freshet watch"
    case .sync: "freshet sync"
    case .waitLonger: "--timeout"
    case .erase(let id): "freshet erase \(id.arguments)"
    case .repairClock: "freshet repair clock"
    case .fetchModel(let folder):
      "freshet model fetch\(folder.map { " --into \(ShellText.quoted($0))" } ?? "")"
    case .useStore, .moveStore: "--store"
    case .endSearch(let folder): "FRESHET_CEILING=\(ShellText.quoted(folder))"
    case .nameStore(let path): "--store \(ShellText.quoted(path))"
    }
  }

  /// The remedy as an instruction to the user, such as "run `freshet status`".
  fileprivate var toRun: String {
    switch self {
    case .acceptLoss: "accept the loss with --accept-deletions"
    case .acceptRemovals: "accept this with --accept-deletions at the next sync with it"
    case .fetchModel: "run `\(command)` to fetch it"
    case .useStore(let which): "name \(which) with --store"
    case .nameStore: "name it with `\(command)`"
    case .endSearch: "end the search below it: \(command)"
    default: "run `\(command)`"
    }
  }

  fileprivate var named: String {
    if case .moveStore = self { return "`--store`, `store` in freshet.toml" }
    return "`\(command)`"
  }
}

extension AdvisedText {
  /// The sentence with its remedies as command lines without `--store`.
  package var inCommands: String { worded(run: \.toRun, named: \.named) }
}

extension DocumentID {
  /// Command-line arguments, quoted for a shell, that identify exactly this document from any folder.
  package var arguments: String {
    let isPlain =
      !source.utf8.starts(with: "-".utf8)
      && source.unicodeScalars.allSatisfy {
        $0.isASCII && $0.properties.isAlphabetic || $0 == "-" || $0 == "_" || ("0"..."9").contains($0)
      }
    return isPlain && !source.isEmpty
      ? ShellText.quoted("\(source):\(path)")
      : "--source=\(ShellText.quoted(source)) -- \(ShellText.quoted(path))"
  }
}
