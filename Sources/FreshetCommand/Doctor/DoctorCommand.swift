internal import ArgumentParser
internal import Freshet

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Examine this machine and the store: what is well, what isn't, and what helps.",
    discussion: """
      Changes nothing. Without a store only the machine is examined; a store that can't be opened is a finding. The exit code \
      is 1 when there is a problem, and 0 else.
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
    if json { try JSONOutput.print(DoctorObject(report)) } else { report.show() }
    if report.hasProblem { throw ExitCode(ExitStatus.violations.rawValue) }
  }

  /// A freshet.toml that can't be read is a finding, too: the store beside it is examined without it.
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
      return (examinationWithoutFile, [])  // the check of the store tells more of it
    }
  }

  private var examinationWithoutFile: Examination {
    let named = options.store ?? Settings.environment("FRESHET_STORE")
    // If the search fails, the report has the finding about freshet.toml and no store.
    let store = named.map(StoreLocation.absolute) ?? (try? StoreLocation.nearest(to: "."))?.store
    return examination(of: store, nil, options.embedder)
  }

  private static func finding(_ error: DiscoveryError) -> HealthFinding {
    let cure =
      switch error {
      case .closed: "name another store with --store"
      case .closedStart: "run it in another folder"
      default: "name the store with --store, or end the search with FRESHET_CEILING"
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
  /// The finding, with commands that name the store.
  fileprivate var completed: HealthFinding {
    HealthFinding(verdict, check, Advice.completed(found), cure: cure.map(Advice.completed))
  }
}

/// Whether freshet.toml can be read, in a schema that this version knows.
enum ConfigurationCheck {
  static let name = "configuration"

  static func sound(_ path: String) -> HealthFinding {
    HealthFinding(.ok, name, "\(path) can be read, in schema \(ConfigurationFile.schema)")
  }

  static func finding(_ error: ConfigurationError) -> HealthFinding {
    HealthFinding(
      .problem, name, "\(error)", cure: "mend the file: every command that opens a store refuses until then")
  }
}
