internal import ArgumentParser
internal import Freshet
internal import FreshetWire

struct DocumentsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "documents",
    abstract: "List the served documents, with their fields and tags.",
    discussion: "With --json, prints one JSON object on each line.")

  @OptionGroup var options: StoreOptions

  @OptionGroup var within: ScopeOptions

  @Flag(help: "Print JSON Lines on standard output.")
  var json = false

  func run() async throws {
    let list = try options.openForReading().documents(where: within.filter)
    for document in list {
      if json {
        try StandardOutput.write(line: JSONOutput.printed(DocumentObject(document)))
      } else {
        show(document)
      }
    }
    if list.damagedCount > 0 {
      let (what, them) = (
        list.damagedCount.counted("damaged document was", "damaged documents were"),
        list.damagedCount.noun("it", "them")
      )
      Terminal.report("freshet: \(what) left out: \(advice: "`freshet reindex --all` mends \(them)" as String)")
      throw ExitCode(ExitStatus.incomplete.rawValue)
    }
  }

  private func show(_ document: ListedDocument) {
    let tags = document.tags.sorted().map { "#\($0)" }
    let fields = document.fields.filter { $0.key != "tags" && $0.key != "title" }.sorted { $0.key < $1.key }
      .map { "\($0.key): \($0.value)" }
    print("\(Terminal.bold("\(document.id)"))\(document.title.map { "  \($0)" } ?? "")")
    print(Terminal.dim("   changed \(document.changed)  \(document.sizeInBytes.counted("byte"))"))
    if !tags.isEmpty { print("   \(tags.joined(separator: " "))") }
    for field in fields { print("   \(field)") }
  }
}
