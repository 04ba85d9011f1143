internal import ArgumentParser
internal import Freshet
internal import FreshetWire

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare certificates with the documents' bytes; exit with 1 if one doesn't hold.",
    discussion: "Reads what `freshet query --json` prints: an answer, one of its hits, or a hit's certificate.")

  @Argument(help: "JSON file; - for standard input.", completion: .file())
  var file: String

  @OptionGroup var options: StoreOptions

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let certificates = try CertificateFile.read(file)
    let cache = try options.openForReading()
    var verdicts: [(StatedCertificate, CertificateVerdict)] = []
    for certificate in certificates { verdicts.append((certificate, try await verdict(on: certificate, cache))) }
    if json {
      try JSONOutput.print(VerdictsObject(verdicts))
    } else {
      for (certificate, verdict) in verdicts { show(certificate, verdict) }
    }
    if verdicts.contains(where: { $0.1.isViolation }) { throw ExitCode(ExitStatus.violations.rawValue) }
    if verdicts.contains(where: { $0.1.name == "unverifiable" }) { throw ExitCode(ExitStatus.unreachable.rawValue) }
  }

  private func verdict(on certificate: StatedCertificate, _ cache: RetrievalCache) async throws -> CertificateVerdict {
    do {
      return try await cache.verify(certificate.claim)
    } catch let error as FreshetError {
      guard case .sourceUnreachable = error else { throw error }
      return .unverifiable(why: AdvisedText(error).inCommands)
    }
  }

  private func show(_ certificate: StatedCertificate, _ verdict: CertificateVerdict) {
    let name: PrintedText = "\(verdict.name.padding(to: 12))"
    let place = "\(certificate.claim.document), bytes \(certificate.start) to \(certificate.end)"
    let detail = (verdict.changedAt.map { "changed at \($0)" } ?? verdict.why).map { ": \($0)" } ?? ""
    print(
      "\(verdict.name == "holds" ? name : Terminal.warning(name)) \(place), certified as \(certificate.state)\(detail)")
  }
}

extension CertificateVerdict {
  fileprivate var isViolation: Bool {
    switch self {
    case .outdated, .wrong: true
    case .holds, .unverifiable: false
    }
  }
}
