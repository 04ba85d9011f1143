internal import ArgumentParser
internal import Freshet

enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, html
}

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Compare the index with the documents' bytes; exit with 1 if they differ.")

  @OptionGroup var options: StoreOptions

  @Option(help: "text, json, or html: a page for people, in one file.")
  var format = ReportFormat.text

  @Flag(help: "The same as --format json.")
  var json = false

  @Flag(help: "Read every byte of every document, and check every stored passage and vector.")
  var verify = false

  func run() async throws {
    let report = try await options.openForReading().audit(
      verifyingBytes: verify, includingRefreshes: format == .html)
    switch json ? .json : format {
    case .text: AuditText.show(report, embedder: options.embedder)
    case .json: try JSONOutput.print(AuditObject(report))
    case .html: print(AuditPage(report, known: []).text, terminator: "")
    }
    if !report.isCoherent { throw ExitCode(ExitStatus.violations.rawValue) }
  }
}

enum AuditText {
  static func show(_ report: AuditReport, embedder: EmbedderName?) {
    for finding in report.findings {
      print("\(Terminal.warning(finding.rule.id)) \(finding.rule.title): \(finding.subject)  (\(finding.what))")
    }
    let counts = AuditState.allCases.map { ($0, report.count(of: $0)) }.filter { $0.1 > 0 || $0.0 == .fresh }
    print(
      Terminal.bold(counts.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", "))
        + " as of \(report.auditedAt)")
    if !report.isCoherent { print(advice(for: report, embedder)) }
  }

  private static func advice(for report: AuditReport, _ embedder: EmbedderName?) -> String {
    let option = report.count(of: .otherSpace) > 0 ? embedder.map { " --embedder \($0.rawValue)" } ?? "" : ""
    return report.count(of: .damaged) > 0
      ? "next: `freshet reindex --all` writes damaged passages again from the source"
      : "next: `freshet reindex\(option)` brings the index in step"
  }
}

extension String {
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

private struct AuditObject: Encodable {
  struct Finding: Encodable {
    let document, state: String
    let indexed, source: Revision?
    let method: String?
    let detail: String?
  }

  let coherent: Bool
  let counts: [String: Int]
  let findings: [Finding]
  let skipped: [String: Int]
  let space: SpaceID
  let auditedAt: String
  let token: SessionToken

  init(_ report: AuditReport) {
    coherent = report.isCoherent
    counts = Dictionary(
      uniqueKeysWithValues: AuditState.allCases.map { ($0.rawValue, report.count(of: $0)) })
    findings = report.verdicts.map {
      Finding(
        document: $0.document.description, state: $0.state.rawValue, indexed: $0.indexed,
        source: $0.source, method: $0.method?.rawValue, detail: $0.detail.isEmpty ? nil : $0.detail)
    }
    skipped = report.skipped.named
    space = report.space
    auditedAt = report.auditedAt.description
    token = report.token
  }
}
