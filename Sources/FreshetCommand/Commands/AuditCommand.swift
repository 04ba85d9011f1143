internal import ArgumentParser
internal import Freshet

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Compare the index with the documents' bytes; exit with 1 if they differ.")

  @OptionGroup var options: StoreOptions
  @OptionGroup var judgement: AuditJudgement

  @Option(help: "Output format. Default: text.")
  var format: AuditFormat?

  @Flag(help: "The same as --format json.")
  var json = false

  @Flag(help: "Read every byte of every document, and check every stored passage and vector.")
  var verify = false

  @Option(
    help: ArgumentHelp("File to write, replaced in one step. Default: - (standard output).", valueName: "file"),
    completion: .file())
  var output = "-"

  @Flag(help: "For text: print every finding, not only \(AuditText.limit) of each rule.")
  var allFindings = false

  func validate() throws {
    if json, let format, format != .json {
      throw ValidationError(
        "--json means --format json, which contradicts --format \(format.rawValue): leave out one of them")
    }
  }

  func run() async throws {
    let baseline = try judgement.baseline.map(AuditBaseline.init(at:))
    let report = try await options.openForReading()
      .audit(
        verifyingBytes: verify, maximumStaleness: judgement.maxStaleness, includingRefreshes: format == .html)
    let assessment = judgement.assess(
      report, store: try options.settings().store?.value ?? "", baseline, embedder: options.embedder)
    try show(assessment)
    if let file = judgement.writeBaseline {
      try ReplacedFile.write("\(json: AuditBaseline(accepting: report.findings).text())", to: file)
    }
    if assessment.isFailing { throw ExitCode(ExitStatus.violations.rawValue) }
  }

  private func show(_ assessment: AuditAssessment) throws {
    let isPrinted = output == "-"
    let text = try (json ? .json : format ?? .text).text(
      of: assessment, isColoured: isPrinted && Terminal.isColoured, isComplete: allFindings)
    if isPrinted { StandardOutput.write(text) } else { try ReplacedFile.write(text, to: output) }
  }
}
