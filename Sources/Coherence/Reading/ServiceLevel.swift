package import FreshetCorpus

/// A change or an answer that a staleness objective covers, and whether it met the objective.
package struct ServiceEvent: Hashable, Sendable {
  package let at: Timestamp
  package let isWithin: Bool

  package init(at: Timestamp, isWithin: Bool) {
    self.at = at
    self.isWithin = isWithin
  }
}

/// How many of all events were within an objective.
package struct ServiceShare: Hashable, Sendable {
  package let within: Int
  package let total: Int

  package init(within: Int, total: Int) {
    self.within = within
    self.total = total
  }

  /// The share of events within the objective; nil without events.
  package var share: Double? { total == 0 ? nil : Double(within) / Double(total) }

  /// How many times faster than sustainable the events spend the error budget: 1 spends all of it in its period. Nil
  /// without events.
  package func burnRate(target: Double) -> Double? { share.map { (1 - $0) / (1 - target) } }
}

/// Judges events by an objective: shares over windows, what is left of the error budget, and which alerts are due.
///
/// The windows, the factors and the budget's period are those of the multiwindow, multi-burn-rate alerts in the Google
/// SRE Workbook, chapter 5 ("Alerting on SLOs", 2018). The long window shows that the trouble matters; the short one
/// ends the alert soon after the trouble.
package struct ServiceLevel {
  package static let windows: [Duration] = [
    .seconds(300), .seconds(1_800), .seconds(3_600), .seconds(21_600), .seconds(259_200), budgetPeriod,
  ]
  package static let budgetPeriod = Duration.seconds(2_592_000)

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

  /// The share within the objective of the events that are no older than `window`.
  package func share(over window: Duration) -> ServiceShare {
    let recent = events.lazy.filter { $0.at <= now && now.duration(since: $0.at) <= window }
    return ServiceShare(within: recent.count(where: \.isWithin), total: recent.count(where: { _ in true }))
  }

  /// The share of the error budget that is left: 1 when nothing is spent, 0 when all is, below 0 when more is. Nil
  /// without events.
  package var budgetLeft: Double? {
    share(over: Self.budgetPeriod).burnRate(target: target).map { 1 - $0 }
  }

  package var alerts: [AlertRule] {
    Self.alertRules.filter { rule in
      [rule.long, rule.short].allSatisfy { share(over: $0).burnRate(target: target) ?? 0 >= rule.factor }
    }
  }
}
