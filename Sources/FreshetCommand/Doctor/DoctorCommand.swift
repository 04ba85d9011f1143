internal import ArgumentParser
internal import Freshet
internal import FreshetWire

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Examine this machine and the store, and say what helps against problems.",
    discussion: """
      Changes nothing. Without a store it examines only the machine; a store that can't be opened is a finding. Exits with 1 \
      if there is a problem, and with 0 otherwise.
      """)

  @OptionGroup var options: StoreOptions

  @Flag(help: "Read every page of the store and every byte of its index, however large they are.")
  var thorough = false

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let (examination, misconfigured) = try examination()
    let findings = try await (misconfigured + examination.findings()).map(\.completed)
    let report = HealthReport(store: examination.store, findings: findings)
    if json { try JSONOutput.print(DoctorObject(store: report.store, findings)) } else { report.show() }
    if report.hasProblem { throw ExitCode(ExitStatus.violations.rawValue) }
  }

  /// Prepares the examination of machine and store, and makes the findings about freshet.toml. If the file is invalid,
  /// that is a finding, and the store beside the file is examined without its settings.
  private func examination() throws -> (Examination, [HealthFinding]) {
    do {
      let settings = try options.settings()
      try settings.refuseWideRoot()
      settings.announce()
      let embedder = try options.embedder ?? EmbedderName.ofEnvironment() ?? settings.file?.embedder
      let examination = examination(of: settings.store?.value, settings.sources, embedder)
      return (examination, settings.file.map { [ConfigurationCheck.sound($0.path)] } ?? [])
    } catch let error as ConfigurationError {
      return (examinationWithoutFile, [ConfigurationCheck.finding(error)])
    } catch let error as DiscoveryError {
      return (examination(of: nil, nil, options.embedder), [Self.finding(error)])
    } catch is StorageError {
      return (examinationWithoutFile, [])  // the examination of the store reports this error in more detail
    }
  }

  private var examinationWithoutFile: Examination {
    let named = options.store ?? Settings.environment("FRESHET_STORE")
    // If the search for a store fails, too, the report covers freshet.toml and the machine, but no store.
    let store = named.map(StoreLocation.absolute) ?? (try? StoreLocation.nearest(to: "."))?.store
    return examination(of: store, nil, options.embedder)
  }

  private static func finding(_ error: DiscoveryError) -> HealthFinding {
    let cure: AdvisedText =
      switch error {
      case .closed: "name another store with --store"
      case .closedStart: "run the command in another folder"
      default: "name the store with --store, or limit the search with FRESHET_CEILING"
      }
    return HealthFinding(.problem, "store", "\(error)", cure: cure)
  }

  private func examination(
    of store: String?, _ sources: [SourceConfiguration]?, _ embedder: EmbedderName?
  ) -> Examination {
    Examination(store: store, sources: sources, embedder: embedder?.deferred.space, isThorough: thorough)
  }
}

extension HealthFinding {
  /// The finding, with `--store` added to each advised command that wouldn't find the store otherwise.
  fileprivate var completed: HealthFinding {
    HealthFinding(
      verdict, check, AdvisedText(Advice.completed(found)), cure: cure.map { AdvisedText(Advice.completed($0)) })
  }
}
