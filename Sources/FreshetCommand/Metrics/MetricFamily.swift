internal import Freshet

/// All series with one metric name, as Prometheus reads them in a scrape.
package struct MetricFamily: Hashable, Sendable {
  package enum Kind: String, Sendable {
    case counter, gauge, histogram
  }

  package struct Head: Hashable, Sendable {
    package let name: String
    package let help: String
    package let kind: Kind

    package init(name: String, help: String, kind: Kind) {
      self.name = name
      self.help = help
      self.kind = kind
    }
  }

  package let head: Head
  package let samples: [MetricSample]

  package init(head: Head, samples: [MetricSample]) {
    self.head = head
    self.samples = samples
  }
}

extension MetricFamily.Head {
  /// Makes the Prometheus name and the help text of a metric.
  ///
  /// - Parameter unit: the unit of the exported values; nil for none. The unit is added to the name as a suffix, unless
  ///   the name already ends in the unit.
  init(of label: String, _ kind: MetricFamily.Kind, unit: String?) {
    var name = PrometheusName.legal(label, withColons: true)
    for suffix in [unit, kind == .counter ? "total" : nil] {
      if let suffix, !name.hasSuffix("_" + suffix) { name += "_" + suffix }
    }
    self.init(name: name, help: MetricName(rawValue: label)?.meaning ?? "\(label).", kind: kind)
  }
}
