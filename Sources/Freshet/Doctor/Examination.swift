internal import FreshetCorpus
public import FreshetEmbedding

/// Examines the machine and, if given, a store and its sources, as `freshet doctor` does. Each finding says what works,
/// what doesn't, and what to do about it.
///
/// An examination changes nothing. A store that can't be opened is reported as a finding, and so is a check that fails;
/// the other checks still run. Each check collects facts and passes them to its function `judge`, which has no side
/// effects. To add a check, add it to `checks`.
public struct Examination: Sendable {
  /// The store's folder; nil to examine only the machine.
  public let store: String?
  /// The sources to examine; nil for those that the store has on record.
  let sources: [SourceConfiguration]?
  let embedder: EmbeddingSpace?
  let model: ModelDirectory
  let isThorough: Bool
  let clock: WallClock

  /// Creates an examination. Call `findings()` to perform it.
  ///
  /// - Parameters:
  ///   - store: the store's folder; nil to examine only the machine.
  ///   - sources: the sources to examine; nil for those that the store has on record.
  ///   - embedder: the embedding space of the configured embedder; it is used if the store has no space of its own yet.
  ///   - model: the folder with MiniLM's model files.
  ///   - isThorough: whether to check every page of the database and every byte of the saved index, even if they are
  ///     large.
  ///   - clock: returns the current time.
  public init(
    store: String?, sources: [SourceConfiguration]? = nil, embedder: EmbeddingSpace? = nil,
    model: ModelDirectory = .standard, isThorough: Bool = false, clock: @escaping WallClock = systemClock
  ) {
    self.store = store
    self.sources = sources
    self.embedder = embedder
    self.model = model
    self.isThorough = isThorough
    self.clock = clock
  }

  private struct Check: Sendable {
    let name: String
    let findings: @Sendable (Patient) async throws -> [HealthFinding]

    init(_ name: String, _ findings: @escaping @Sendable (Patient) async throws -> [HealthFinding]) {
      self.name = name
      self.findings = findings
    }
  }

  private static let checks: [Check] = [
    Check(SQLiteCheck.name) { _ in try SQLiteCheck.findings() },
    Check(BLASCheck.name, BLASCheck.findings),
    Check(ModelCheck.name, ModelCheck.findings),
    Check(EmbedderCheck.name, EmbedderCheck.findings),
    Check(DescriptorCheck.name) { _ in DescriptorCheck.findings() },
    Check(LimitsCheck.name) { _ in LimitsCheck.findings() },
    Check(ClockCheck.name, ClockCheck.findings),
    Check(StoreCheck.name, StoreCheck.findings),
    Check(LogCheck.name) { LogCheck.findings(in: $0) },
    Check(PageCheck.name, PageCheck.findings),
    Check(IndexFileCheck.name, IndexFileCheck.findings),
    Check(RoomCheck.name, RoomCheck.findings),
    Check(FileSystemCheck.name, FileSystemCheck.findings),
    Check(SourceCheck.name, SourceCheck.findings),
    Check(InotifyCheck.name, InotifyCheck.findings),
  ]

  /// Performs all checks, and returns their findings in the order of the checks.
  ///
  /// - Throws: only `CancellationError`.
  public func findings() async throws -> [HealthFinding] {
    let patient = try Patient(self)
    var findings: [HealthFinding] = []
    for check in Self.checks {
      try Task.checkCancellation()
      do {
        findings += try await check.findings(patient)
      } catch let error as CancellationError {
        throw error
      } catch {
        findings.append(HealthFinding(.problem, check.name, "could not be examined: \(error)"))
      }
    }
    return findings
  }
}
