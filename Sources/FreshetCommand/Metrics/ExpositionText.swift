/// Prints metrics in Prometheus's text exposition format, version 0.0.4.
package enum ExpositionText {
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  package static func text(_ families: [MetricFamily]) -> String {
    families.map(text).joined()
  }

  private static func text(_ family: MetricFamily) -> String {
    let head = family.head
    return "# HELP \(head.name) \(escaped(head.help))\n# TYPE \(head.name) \(head.kind.rawValue)\n"
      + family.samples.map { lines(head.name, $0) }.joined()
  }

  private static func lines(_ name: String, _ sample: MetricSample) -> String {
    switch sample.value {
    case .unknown: return ""
    case .number(let number): return line(name, sample.labels, number)
    case .histogram(let bounds, let counts, let sum):
      var text = ""
      var count = 0
      for (index, below) in counts.enumerated() {
        count += below
        let bound = index < bounds.count ? number(bounds[index]) : "+Inf"
        text += line(name + "_bucket", sample.labels + [MetricSample.Label("le", bound)], Double(count))
      }
      return text + line(name + "_sum", sample.labels, sum) + line(name + "_count", sample.labels, Double(count))
    }
  }

  private static func line(_ name: String, _ labels: [MetricSample.Label], _ value: Double) -> String {
    let pairs = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }.joined(separator: ",")
    return "\(name)\(pairs.isEmpty ? "" : "{\(pairs)}") \(number(value))\n"
  }

  private static func escaped(_ text: String, quotes: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\"" where quotes: result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  static func number(_ value: Double) -> String {
    if value == .infinity { return "+Inf" }
    if value == -.infinity { return "-Inf" }
    if value.isNaN { return "NaN" }
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }
}
