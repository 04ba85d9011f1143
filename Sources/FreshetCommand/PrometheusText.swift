/// Metrics in Prometheus' text exposition format, version 0.0.4.
///
/// Names, and the labels of a name, come out in order: the same metrics are the same bytes, in whatever order they were added.
package struct PrometheusText {
  package enum Kind: String {
    case counter, gauge, histogram
  }

  private struct Family {
    let kind: Kind
    let help: String
    var samples: [(suffix: String, labels: [(String, String)], value: String)] = []
  }

  private var families: [String: Family] = [:]

  package init() {}

  /// Adds a sample; its name gets HELP and TYPE from the first.
  ///
  /// - Parameters:
  ///   - labels: in the order in which they are to stand.
  ///   - suffix: of a histogram's parts: "_bucket", "_sum", "_count". Samples of one name stand in the order they were added.
  package mutating func add(
    _ name: String, _ kind: Kind = .gauge, help: String, labels: KeyValuePairs<String, String> = [:],
    suffix: String = "", _ value: Double
  ) {
    let labels = labels.map { ($0.key, $0.value) }
    families[name, default: Family(kind: kind, help: help)].samples.append((suffix, labels, Self.number(value)))
  }

  package var text: String {
    families.sorted { $0.key < $1.key }.map { name, family in
      "# HELP \(name) \(Self.escaped(family.help))\n# TYPE \(name) \(family.kind.rawValue)\n"
        + family.samples.map { "\(name)\($0.suffix)\(Self.braced($0.labels)) \($0.value)\n" }.joined()
    }.joined()
  }

  private static func braced(_ labels: [(String, String)]) -> String {
    if labels.isEmpty { return "" }
    let pairs = labels.map { #"\#($0.0)="\#(escaped($0.1).replacing("\"", with: "\\\""))""# }
    return "{" + pairs.joined(separator: ",") + "}"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
  }

  /// Whole numbers without a fraction, others as short as they can be read back.
  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }
}
