package import FreshetCorpus

/// One change or answer that a staleness objective covers, and whether it met the objective.
package struct ServiceEvent: Hashable, Sendable {
  package let at: Timestamp
  package let isWithin: Bool

  package init(at: Timestamp, isWithin: Bool) {
    self.at = at
    self.isWithin = isWithin
  }
}

/// How many of the events met an objective.
package struct ServiceShare: Hashable, Sendable {
  package let within: Int
  package let total: Int

  package init(within: Int, total: Int) {
    self.within = within
    self.total = total
  }

  /// The fraction of events that met the objective, 0 to 1; nil without events.
  package var share: Double? { total == 0 ? nil : Double(within) / Double(total) }

  /// Returns how fast the events spend the error budget: (1 − share) / (1 − target). A rate of 1 spends exactly the
  /// whole budget within its period. Nil without events.
  package func burnRate(target: Double) -> Double? { share.map { (1 - $0) / (1 - target) } }
}

/// Evaluates a service level objective: the share of good events in several time windows, the remaining error budget,
/// and the alerts that are due.
///
/// The windows, factors and budget period are those of the multiwindow, multi-burn-rate alerts in the Google SRE
/// Workbook, chapter 5 ("Alerting on SLOs", 2018). The long window shows that a problem is significant; the short
/// window ends the alert soon after the problem ends.
package struct ServiceLevel {
  package static let windows: [Duration] = [
    .seconds(300), .seconds(1_800), .seconds(3_600), .seconds(21_600), .seconds(259_200), budgetPeriod,
  ]
  /// The period of the error budget: 30 days.
  package static let budgetPeriod = Duration.seconds(2_592_000)
  /// An alert that is due while the burn rates over both windows are at least `factor`.

  package struct AlertRule: Hashable, Sendable {
    package let factor: Double
    package let long: Duration
    package let short: Duration
  }

  package static let alertRules = [
    AlertRule(factor: 14.4, long: .seconds(3_600), short: .seconds(300)),
    AlertRule(factor: 6, long: .seconds(21_600), short: .seconds(1_800)),
    AlertRule(factor: 1, long: .seconds(259_200), short: .seconds(21_600)),
  ]

  private let target: Double
  private let events: [ServiceEvent]
  private let now: Timestamp

  package init(target: Double, events: [ServiceEvent], now: Timestamp) {
    self.target = target
    self.events = events
    self.now = now
  }

  /// Returns the share of good events among those no older than `window`.
  package func share(over window: Duration) -> ServiceShare {
    let recent = events.lazy.filter { $0.at <= now && now.duration(since: $0.at) <= window }
    return ServiceShare(within: recent.count(where: \.isWithin), total: recent.count(where: { _ in true }))
  }

  /// The fraction of the error budget that is left: 1 if nothing is spent, 0 if the whole budget is spent, negative if
  /// more than the budget is spent. Nil without events.
  package var budgetLeft: Double? {
    share(over: Self.budgetPeriod).burnRate(target: target).map { 1 - $0 }
  }

  /// The alerts that are due now.
  package var alerts: [AlertRule] {
    Self.alertRules.filter { rule in
      [rule.long, rule.short].allSatisfy { share(over: $0).burnRate(target: target) ?? 0 >= rule.factor }
    }
  }
}
