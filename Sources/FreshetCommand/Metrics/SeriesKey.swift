internal import Freshet

/// Identifies a metric series by its name and its sorted labels.
struct SeriesKey: Hashable, Comparable {
  let name: String
  let labels: [MetricSample.Label]

  /// Makes the key from a metric's name and labels. Of several labels with one name, the last one counts.
  init(_ name: String, _ dimensions: [(String, String)]) {
    self.name = name
    let named = Dictionary(dimensions.map { (PrometheusName.legal($0.0), $0.1) }) { $1 }
    labels = named.map { MetricSample.Label($0.key, $0.value) }.sorted()
  }

  static func < (one: SeriesKey, other: SeriesKey) -> Bool { one.labels.lexicographicallyPrecedes(other.labels) }
}
