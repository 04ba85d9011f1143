internal import FreshetCorpus
public import FreshetEmbedding

/// An examination of the machine, and of a store and its sources if there are any: it finds what is well, what isn't,
/// and what helps.
///
/// It changes nothing, whatever state the store is in: a store that can't be opened is a finding. Each check gathers
/// what it needs, and hands it to `judge`, a function of values alone. A check that fails is a finding itself, and the
/// others go on. A new check is one line in `checks`.
public struct Examination: Sendable {
  /// The store's folder; nil to look at the machine only.
  public let store: String?
  /// The watched folders; nil for those that the store remembers.
  let sources: [SourceConfiguration]?
  let embedder: EmbeddingSpace?
  let model: ModelDirectory
  let isThorough: Bool
  let clock: WallClock

  /// Prepares an examination, which `findings()` performs.
  ///
  /// - Parameters:
  ///   - store: the store's folder; nil to examine only the machine.
  ///   - sources: the watched folders; nil for those that the store remembers.
  ///   - embedder: the space of the embedder that is configured; nil for the one that the store is indexed with.
  ///   - model: the folder of the model's files.
  ///   - isThorough: reads every page of the store and every byte of its index, however large they are.
  ///   - clock: the time now.
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

  /// Every check's findings, in the order of the checks.
  ///
  /// - Throws: `CancellationError` only.
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
