internal import FreshetCoherence
internal import FreshetCorpus
internal import FreshetStorage

extension RetrievalCache {
  /// Returns how well each source meets its staleness objective. Uses an audit of the documents' file stamps (no file
  /// is read if its stamp is unchanged) and the recorded changes and answers. Sources without an objective are left
  /// out. Writes nothing.
  public func serviceLevels() async throws -> [SourceServiceLevel] {
    let report = try await audit(includingRefreshes: true)
    return report.sources.compactMap { source in
      source.objective.map { level(of: source.name, $0, report) }
    }
  }

  private func level(
    of source: String, _ objective: StalenessObjective, _ report: AuditReport
  ) -> SourceServiceLevel {
    let documents = report.verdicts.filter { $0.document.source == source }
    let overdue = report.findings.filter { $0.rule == .overObjective && $0.document?.source == source }
    let changes = report.refreshes.filter { $0.document.source == source }.compactMap { refresh in
      refresh.lag.map { ServiceEvent(at: refresh.visibleAt, isWithin: $0 <= objective.staleness) }
    }
    let now = report.auditedAt
    let answers = AnswerLog(in: store.path).records(of: source).map { ServiceEvent(at: $0.at, isWithin: $0.isWithin) }
    return SourceServiceLevel(
      source: source, objective: objective, documentsWithin: documents.count - overdue.count,
      documents: documents.count,
      changes: ServiceIndicator(
        ServiceLevel(
          target: objective.target, events: changes + overdue.map { _ in ServiceEvent(at: now, isWithin: false) },
          now: now),
        target: objective.target),
      answers: ServiceIndicator(
        ServiceLevel(target: objective.target, events: answers, now: now), target: objective.target))
  }

  /// Records in the answer log whether each answer met the staleness objectives of its sources.
  func remember(_ answers: [Answer]) {
    let objectives = Dictionary(
      keepingFirst: sources.all.compactMap { source in source.configuration.objective.map { (source.name, $0) }
      })
    if objectives.isEmpty || past != nil { return }
    let log = AnswerLog(in: store.path)
    for answer in answers {
      let hits = Dictionary(grouping: answer.hits, by: \.document.source)
      let records = hits.compactMap { source, hits in
        objectives[source].map { objective in
          (source: source, isWithin: hits.allSatisfy { $0.certificate.freshness.isWithin(objective, at: answer.asOf) })
        }
      }
      log.append(records.sorted { $0.source < $1.source }, at: answer.asOf)
    }
  }
}

extension Freshness {
  /// Whether a hit with this freshness meets the objective. A hit that can't be verified or whose file is missing
  /// doesn't, because it isn't known how long it has been outdated.
  fileprivate func isWithin(_ objective: StalenessObjective, at now: Timestamp) -> Bool {
    switch self {
    case .fresh, .conflicted: true
    case .suspect(let since), .stale(let since): now.duration(since: since) <= objective.staleness
    case .orphaned, .unverified: false
    }
  }
}

extension ServiceIndicator {
  fileprivate init(_ level: ServiceLevel, target: Double) {
    self.init(
      windows: ServiceLevel.windows.map { window in
        let share = level.share(over: window)
        return ServiceWindow(
          window: window, within: share.within, total: share.total, burnRate: share.burnRate(target: target))
      },
      budgetLeft: level.budgetLeft, alerts: level.alerts.map(Self.sentence))
  }

  private static func sentence(_ rule: ServiceLevel.AlertRule) -> String {
    let hours = rule.long.components.seconds / 3600
    return "the error budget burns \(rule.factor) times too fast, for \(hours) h and still now"
  }
}
