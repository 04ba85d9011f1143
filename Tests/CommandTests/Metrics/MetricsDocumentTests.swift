import Foundation
internal import Freshet
internal import FreshetCommand
import Metrics
import Testing

/// docs/METRICS.md against the names that the code has.
@Suite struct MetricsDocumentTests {
  private static let document = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/METRICS.md")

  struct Row: Hashable {
    let name, kind, labels, prometheus: String
  }

  private static func rows() throws -> [Row] {
    let text = try String(contentsOf: document, encoding: .utf8)
    return text.matches(of: /\| `(freshet\.\w+)` \| (\w+) \| ([^|]*) \| `(\w+)` \|/).map {
      Row(name: String($0.1), kind: String($0.2), labels: String($0.3), prometheus: String($0.4))
    }
  }

  @Test func `it lists exactly these, with kind, labels and the name that Prometheus sees`() throws {
    let expected = try MetricName.allCases.map { name in
      let labels = name.labels.isEmpty ? "-" : name.labels.map { "`\($0)`" }.joined(separator: ", ")
      return Row(name: name.rawValue, kind: name.kind.rawValue, labels: labels, prometheus: try Self.exposed(name))
    }
    #expect(try Self.rows() == expected)
  }

  @Test func `it names the bounds of the histograms`() throws {
    let text = try String(contentsOf: Self.document, encoding: .utf8)
    let bounds = PrometheusRegistry.bounds.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }.joined(separator: ", ")
    #expect(text.contains(bounds), "\(bounds)")
  }

  private static func exposed(_ name: MetricName) throws -> String {
    let registry = PrometheusRegistry()
    switch name.kind {
    case .counter: Counter(label: name.rawValue, factory: registry).increment()
    case .gauge: Gauge(label: name.rawValue, factory: registry).record(1)
    case .timer: Metrics.Timer(label: name.rawValue, factory: registry).recordSeconds(1)
    }
    let families = registry.families()
    try #require(families.first?.head.help == name.meaning)
    return families[0].head.name
  }
}
