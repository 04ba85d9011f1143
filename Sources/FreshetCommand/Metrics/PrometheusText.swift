/// Collects single values, and prints them in Prometheus's text format.
///
/// Names are sorted, and the samples of a name keep the order in which they were added, so that equal metrics give
/// equal bytes.
package struct PrometheusText {
  private var heads: [String: MetricFamily.Head] = [:]
  private var samples: [String: [MetricSample]] = [:]

  package init() {}

  /// Adds a sample. The first sample of a name sets the help text and the kind of all samples with this name.
  ///
  /// - Parameter labels: the labels, in the order in which they are printed.
  package mutating func add(
    _ name: String, _ kind: MetricFamily.Kind = .gauge, help: String, labels: KeyValuePairs<String, String> = [:],
    _ value: Double
  ) {
    if heads[name] == nil { heads[name] = MetricFamily.Head(name: name, help: help, kind: kind) }
    let labels = labels.map { MetricSample.Label($0.key, $0.value) }
    samples[name, default: []].append(MetricSample(labels: labels, value: .number(value)))
  }

  package var text: String {
    let families = heads.values.sorted { $0.name < $1.name }
    return ExpositionText.text(families.map { MetricFamily(head: $0, samples: samples[$0.name] ?? []) })
  }
}
