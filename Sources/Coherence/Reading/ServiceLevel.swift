package import FreshetCorpus

/// Something that was promised to be in time, and whether it was.
package struct ServiceEvent: Hashable, Sendable {
  package let at: Timestamp
  package let isWithin: Bool

  package init(at: Timestamp, isWithin: Bool) {
    self.at = at
    self.isWithin = isWithin
  }
}

/// How many of all were within an objective.
package struct ServiceShare: Hashable, Sendable {
  package let within: Int
  package let total: Int

  package init(within: Int, total: Int) {
    self.within = within
    self.total = total
  }

  /// Nil of nothing.
  package var share: Double? { total == 0 ? nil : Double(within) / Double(total) }

  /// How many times faster than sustainable the error budget is spent: 1 spends it all in its period; nil of nothing.
  package func burnRate(target: Double) -> Double? { share.map { (1 - $0) / (1 - target) } }
}

/// Judges events by an objective: shares over windows, what is left of the error budget, and whether somebody must know.
///
/// Windows, factors and the budget's period are those of the Google SRE Workbook, chapter 5 ("Alerting on SLOs", 2018),
/// multiwindow multi-burn-rate alerts: a long window for weight, a short one so that the alert ends with the trouble.
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

  /// Of the events that are no older than `window`.
  package func share(over window: Duration) -> ServiceShare {
    let recent = events.lazy.filter { $0.at <= now && now.duration(since: $0.at) <= window }
    return ServiceShare(within: recent.count(where: \.isWithin), total: recent.count(where: { _ in true }))
  }

  /// 1 when nothing is spent, 0 when all is, below when more is; nil while there are no events.
  package var budgetLeft: Double? {
    share(over: Self.budgetPeriod).burnRate(target: target).map { 1 - $0 }
  }

  package var alerts: [AlertRule] {
    Self.alertRules.filter { rule in
      [rule.long, rule.short].allSatisfy { share(over: $0).burnRate(target: target) ?? 0 >= rule.factor }
    }
  }
}
